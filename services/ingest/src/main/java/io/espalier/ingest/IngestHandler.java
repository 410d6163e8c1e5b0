package io.espalier.ingest;

import io.espalier.artifacts.ArtifactStore;
import io.espalier.contracts.ArtifactRef;
import io.espalier.contracts.MediaTypes;
import io.espalier.contracts.ModelIngested;
import io.espalier.contracts.ModelSubmitted;
import io.espalier.runs.IngestWork;
import io.espalier.runs.PushedModel;
import io.espalier.runs.RunEnvironment;
import io.espalier.service.StageEnvironments;
import io.espalier.smart.training.RunListener;
import io.espalier.stage.StageContext;
import io.espalier.stage.StageHandler;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.Map;

/// Fetches a submitted model, stores it as ONNX, and finds out before an hour of training whether its run can succeed.
@ApplicationScoped
class IngestHandler implements StageHandler<ModelSubmitted> {

    private static final int STEPS = 2;

    private final ArtifactStore artifacts;
    private final ModelFetch fetch;
    private final StageEnvironments environments;
    private final InstantSource clock;

    IngestHandler(ArtifactStore artifacts, IngestConfig config, StageEnvironments environments, InstantSource clock) {
        this.artifacts = artifacts;
        this.fetch = new ModelFetch(artifacts, config.maxModelSize().asLongValue());
        this.environments = environments;
        this.clock = clock;
    }

    @PreDestroy
    void closeConnections() {
        fetch.close();
    }

    @Override
    public ModelIngested handle(ModelSubmitted event, StageContext context) {
        context.progress("fetch", 0, STEPS, Map.of());
        ArtifactRef pushed = fetch.fetch(event.modelUri(), event.sha256());
        context.progress("check", 1, STEPS, Map.of());
        RunListener decoding = images -> context.progress(images.phase(), 1, STEPS, Map.of());
        RunEnvironment environment = environments.of(context, decoding);
        byte[] file = artifacts.read(pushed);
        byte[] model = PushedModel.onnx(file, event.spec(), environment);
        new IngestWork(environment).check(model, event.spec());
        ArtifactRef source = model == file ? pushed : artifacts.put(model, MediaTypes.ONNX);
        return new ModelIngested(event.runId(), clock.instant(), source, event.spec());
    }
}
