package io.espalier.finetuning;

import io.espalier.contracts.ModelPruned;
import io.espalier.contracts.Stage;
import io.espalier.service.StageService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// Puts [FinetuningHandler] to work on `ModelPruned` events.
@ApplicationScoped
class FinetuningService {

    @Produces
    @Singleton
    StageService<ModelPruned> service(FinetuningHandler handler) {
        return new StageService<>(Stage.FINETUNING, ModelPruned.class, handler);
    }
}
