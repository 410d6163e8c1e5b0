package io.espalier.ingest;

import io.espalier.contracts.ModelSubmitted;
import io.espalier.contracts.Stage;
import io.espalier.service.StageService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// Puts [IngestHandler] to work on `ModelSubmitted` events.
@ApplicationScoped
class IngestService {

    @Produces
    @Singleton
    StageService<ModelSubmitted> service(IngestHandler handler) {
        return new StageService<>(Stage.INGEST, ModelSubmitted.class, handler);
    }
}
