package io.espalier.service;

import io.espalier.contracts.ByteSize;
import io.espalier.datasets.source.DatasetCache;
import io.espalier.runs.RunEnvironment;
import io.espalier.smart.training.RunListener;
import io.espalier.stage.StageContext;
import jakarta.enterprise.context.ApplicationScoped;

/// Gives a stage's work the folders of this service, the run's checkpoints and somebody who listens.
@ApplicationScoped
public class StageEnvironments {

    private final ServiceConfig config;

    StageEnvironments(ServiceConfig config) {
        this.config = config;
    }

    /// @param listener hears every step of the work
    public RunEnvironment of(StageContext context, RunListener listener) {
        return new RunEnvironment(
                config.dataDir(),
                new DatasetCache(
                        config.cacheDir(), new ByteSize(config.cacheLimit().asLongValue()), config.remoteData()),
                new StoredCheckpoints(context, config.checkpointInterval()),
                listener);
    }
}
