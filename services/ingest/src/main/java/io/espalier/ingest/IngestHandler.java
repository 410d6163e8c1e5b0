package io.espalier.ingest;

import io.espalier.artifacts.ArtifactStore;
import io.espalier.artifacts.Storage;
import io.espalier.contracts.ArtifactRef;
import io.espalier.contracts.MediaTypes;
import io.espalier.contracts.ModelIngested;
import io.espalier.contracts.ModelSubmitted;
import io.espalier.contracts.RunId;
import io.espalier.runs.IngestWork;
import io.espalier.runs.PushedModel;
import io.espalier.runs.RunEnvironment;
import io.espalier.service.StageEnvironments;
import io.espalier.smart.training.RunListener;
import io.espalier.stage.EventPublisher;
import io.espalier.stage.StageContext;
import io.espalier.stage.StageHandler;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// Fetches a submitted model, stores it as ONNX, and finds out before an hour of training whether its run can succeed.
@ApplicationScoped
class IngestHandler implements StageHandler<ModelSubmitted> {

    private static final int STEPS = 2;

    private final ArtifactStore artifacts;
    private final ModelFetch fetch;
    private final StageEnvironments environments;
    private final SweepRuns sweeps;
    private final InstantSource clock;

    IngestHandler(
            Storage storage,
            IngestConfig config,
            StageEnvironments environments,
            EventPublisher publisher,
            InstantSource clock) {
        this.artifacts = storage.artifacts();
        this.fetch = new ModelFetch(artifacts, config.maxModelSize().asLongValue());
        this.environments = environments;
        this.sweeps = new SweepRuns(publisher, storage.outcomes());
        this.clock = clock;
    }

    @PreDestroy
    void closeConnections() {
        fetch.close();
    }

    @Override
    public ModelIngested handle(ModelSubmitted event, StageContext context) {
        RunListener decoding = images -> context.progress(images.phase(), 1, STEPS, Map.of());
        RunEnvironment environment = environments.of(context, decoding);
        context.progress("fetch", 0, STEPS, Map.of());
        ArtifactRef source = stored(event, environment);
        sweeps.expand(event, source);
        context.progress("check", 1, STEPS, Map.of());
        new IngestWork(environment).check(artifacts.read(source), event.spec());
        return new ModelIngested(event.runId(), clock.instant(), source, event.spec(), event.ofSweep());
    }

    @Override
    public List<RunId> failingWith(ModelSubmitted event) {
        return sweeps.waiting(event);
    }

    /// The pushed file as ONNX.
    private ArtifactRef stored(ModelSubmitted event, RunEnvironment environment) {
        ArtifactRef pushed = fetch.fetch(event.modelUri(), event.sha256());
        byte[] file = artifacts.read(pushed);
        byte[] model = PushedModel.onnx(file, event.spec(), environment);
        return model == file ? pushed : artifacts.put(model, MediaTypes.ONNX);
    }
}
