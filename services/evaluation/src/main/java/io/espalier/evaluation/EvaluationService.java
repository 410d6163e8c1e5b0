package io.espalier.evaluation;

import io.espalier.contracts.ModelFinetuned;
import io.espalier.contracts.Stage;
import io.espalier.service.StageService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// Puts [EvaluationHandler] to work on `ModelFinetuned` events.
@ApplicationScoped
class EvaluationService {

    @Produces
    @Singleton
    StageService<ModelFinetuned> service(EvaluationHandler handler) {
        return new StageService<>(Stage.EVALUATION, ModelFinetuned.class, handler);
    }
}
