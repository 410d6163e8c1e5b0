package io.espalier.service;

import io.espalier.artifacts.Storage;
import io.espalier.contracts.ByteSize;
import io.espalier.contracts.SweepId;
import io.espalier.datasets.source.DatasetCache;
import io.espalier.datasets.source.SpecAuthor;
import io.espalier.runs.RunEnvironment;
import io.espalier.runs.SharedResults;
import io.espalier.smart.training.RunListener;
import io.espalier.stage.StageContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Gives a stage's work the folders of this service, the run's checkpoints and somebody who listens.
@ApplicationScoped
public class StageEnvironments {

    private final ServiceConfig config;
    private final Storage storage;

    StageEnvironments(ServiceConfig config, Storage storage) {
        this.config = config;
        this.storage = storage;
    }

    /// What a run shares with the others of its sweep; nothing if it is part of none.
    public SharedResults shared(@Nullable SweepId sweep) {
        return sweep == null ? SharedResults.NONE : new StoredResults(storage, sweep);
    }

    /// @param listener hears every step of the work
    public RunEnvironment of(StageContext context, RunListener listener) {
        return new RunEnvironment(
                config.dataDir(),
                new DatasetCache(
                        config.cacheDir(),
                        new ByteSize(config.cacheLimit().asLongValue()),
                        config.remoteData(),
                        pusher(config.storage())),
                new StoredCheckpoints(context, config.checkpointInterval()),
                listener);
    }

    /// Specs come from whoever may push; the store's own S3 server is the one that its credentials are for.
    static SpecAuthor pusher(URI storage) {
        String query = storage.getQuery() == null ? "" : storage.getQuery();
        String endpoint = Arrays.stream(query.split("&"))
                .filter(pair -> pair.startsWith("endpoint="))
                .map(pair -> pair.substring("endpoint=".length()))
                .findFirst()
                .orElse(null);
        return new SpecAuthor.Pusher(endpoint);
    }
}
