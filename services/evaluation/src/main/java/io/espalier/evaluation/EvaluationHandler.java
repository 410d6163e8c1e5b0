package io.espalier.evaluation;

import io.espalier.artifacts.ArtifactStore;
import io.espalier.contracts.EvaluationReport;
import io.espalier.contracts.ModelEvaluated;
import io.espalier.contracts.ModelFinetuned;
import io.espalier.runs.EvaluationWork;
import io.espalier.service.StageEnvironments;
import io.espalier.stage.StageContext;
import io.espalier.stage.StageHandler;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;

/// Accuracy in ONNX Runtime, latency and weight bytes on the device, and the budget recounted.
@ApplicationScoped
class EvaluationHandler implements StageHandler<ModelFinetuned> {

    private final ArtifactStore artifacts;
    private final StageEnvironments environments;
    private final InstantSource clock;

    EvaluationHandler(ArtifactStore artifacts, StageEnvironments environments, InstantSource clock) {
        this.artifacts = artifacts;
        this.environments = environments;
        this.clock = clock;
    }

    @Override
    public ModelEvaluated handle(ModelFinetuned event, StageContext context) {
        boolean sourceIsReference =
                event.source().sha256().equals(event.reference().sha256());
        PassProgress progress = new PassProgress(context, sourceIsReference ? 2 : 3);
        EvaluationReport report = new EvaluationWork(environments.of(context, progress))
                .run(
                        artifacts.read(event.source()),
                        artifacts.read(event.reference()),
                        artifacts.read(event.tuned()),
                        event.spec());
        return new ModelEvaluated(
                event.runId(), clock.instant(), event.spec(), event.source(), event.tuned(), event.mask(), report);
    }
}
