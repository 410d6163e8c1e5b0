package io.espalier.pruning;

import io.espalier.artifacts.ArtifactStore;
import io.espalier.contracts.MediaTypes;
import io.espalier.contracts.ModelIngested;
import io.espalier.contracts.ModelPruned;
import io.espalier.contracts.RunSpec;
import io.espalier.runs.PruningWork;
import io.espalier.service.PhasedProgress;
import io.espalier.service.StageEnvironments;
import io.espalier.stage.StageContext;
import io.espalier.stage.StageHandler;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;

/// Dense control if the spec asks for one, then the cut to the exact budget; every result is stored.
@ApplicationScoped
class PruningHandler implements StageHandler<ModelIngested> {

    private final ArtifactStore artifacts;
    private final StageEnvironments environments;
    private final InstantSource clock;

    PruningHandler(ArtifactStore artifacts, StageEnvironments environments, InstantSource clock) {
        this.artifacts = artifacts;
        this.environments = environments;
        this.clock = clock;
    }

    @Override
    public ModelPruned handle(ModelIngested event, StageContext context) {
        RunSpec spec = event.spec();
        PhasedProgress progress = new PhasedProgress(
                context,
                List.of(
                        new PhasedProgress.Phase("control", spec.control().epochs()),
                        new PhasedProgress.Phase("prune", spec.prune().epochs())));
        PruningWork.Outcome outcome = new PruningWork(
                        environments.of(context, progress), environments.shared(event.sweep()))
                .run(artifacts.read(event.source()), spec);
        return new ModelPruned(
                event.runId(),
                clock.instant(),
                spec,
                event.source(),
                artifacts.put(outcome.reference(), MediaTypes.ONNX),
                artifacts.put(outcome.pruned(), MediaTypes.ONNX),
                artifacts.put(outcome.mask().toJson(), MediaTypes.MASK),
                artifacts.put(outcome.curves(), MediaTypes.CURVES),
                outcome.budget(),
                event.sweep());
    }
}
