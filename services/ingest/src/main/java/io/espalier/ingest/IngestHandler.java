package io.espalier.ingest;

import io.espalier.artifacts.ArtifactStore;
import io.espalier.contracts.ArtifactRef;
import io.espalier.contracts.ModelIngested;
import io.espalier.contracts.ModelSubmitted;
import io.espalier.runs.IngestWork;
import io.espalier.service.StageEnvironments;
import io.espalier.smart.training.RunListener;
import io.espalier.stage.StageContext;
import io.espalier.stage.StageHandler;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.Map;

/// Fetches a submitted model, stores it, and finds out before an hour of training whether its run can succeed.
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
        ArtifactRef source = fetch.fetch(event.modelUri(), event.sha256());
        context.progress("check", 1, STEPS, Map.of());
        RunListener decoding = images -> context.progress(images.phase(), 1, STEPS, Map.of());
        new IngestWork(environments.of(context, decoding)).check(artifacts.read(source), event.spec());
        return new ModelIngested(event.runId(), clock.instant(), source, event.spec());
    }
}
