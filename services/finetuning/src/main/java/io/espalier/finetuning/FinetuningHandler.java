package io.espalier.finetuning;

import io.espalier.artifacts.ArtifactStore;
import io.espalier.contracts.MediaTypes;
import io.espalier.contracts.ModelFinetuned;
import io.espalier.contracts.ModelPruned;
import io.espalier.contracts.RunSpec;
import io.espalier.runs.FinetuningWork;
import io.espalier.service.PhasedProgress;
import io.espalier.service.StageEnvironments;
import io.espalier.smart.Mask;
import io.espalier.stage.StageContext;
import io.espalier.stage.StageHandler;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;

/// Training with the mask frozen, taught by labels, by the dense reference, or both; the result is stored.
@ApplicationScoped
class FinetuningHandler implements StageHandler<ModelPruned> {

    private final ArtifactStore artifacts;
    private final StageEnvironments environments;
    private final InstantSource clock;

    FinetuningHandler(ArtifactStore artifacts, StageEnvironments environments, InstantSource clock) {
        this.artifacts = artifacts;
        this.environments = environments;
        this.clock = clock;
    }

    @Override
    public ModelFinetuned handle(ModelPruned event, StageContext context) {
        RunSpec spec = event.spec();
        PhasedProgress progress = new PhasedProgress(
                context,
                List.of(new PhasedProgress.Phase("finetune", spec.finetune().epochs())));
        FinetuningWork.Outcome outcome = new FinetuningWork(environments.of(context, progress))
                .run(
                        artifacts.read(event.pruned()),
                        Mask.read(artifacts.read(event.mask())),
                        artifacts.read(event.reference()),
                        spec);
        return new ModelFinetuned(
                event.runId(),
                clock.instant(),
                spec,
                event.source(),
                event.reference(),
                artifacts.put(outcome.tuned(), MediaTypes.ONNX),
                event.mask(),
                artifacts.put(outcome.curves(), MediaTypes.CURVES),
                event.sweep());
    }
}
