package io.espalier.pruning;

import io.espalier.contracts.ModelIngested;
import io.espalier.contracts.Stage;
import io.espalier.service.StageService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// Puts [PruningHandler] to work on `ModelIngested` events.
@ApplicationScoped
class PruningService {

    @Produces
    @Singleton
    StageService<ModelIngested> service(PruningHandler handler) {
        return new StageService<>(Stage.PRUNING, ModelIngested.class, handler);
    }
}
