package io.espalier.service;

import io.espalier.artifacts.Storage;
import io.espalier.contracts.ArtifactRef;
import io.espalier.contracts.Json;
import io.espalier.contracts.SweepId;
import io.espalier.runs.SharedResults;
import java.util.Optional;

/// What the runs of one sweep share, in the installation's store: bytes as an artifact, its reference as an outcome
/// under `sweeps/<sweep>/<name>`, which is written once.
final class StoredResults implements SharedResults {

    private static final String MEDIA_TYPE = "application/octet-stream";

    private final Storage storage;
    private final SweepId sweep;

    StoredResults(Storage storage, SweepId sweep) {
        this.storage = storage;
        this.sweep = sweep;
    }

    @Override
    public Optional<byte[]> find(String name) {
        return storage.outcomes().find(path(name)).map(reference -> storage.artifacts()
                .read(Json.read(reference, ArtifactRef.class)));
    }

    @Override
    public void keep(String name, byte[] result) {
        if (storage.outcomes().find(path(name)).isEmpty()) {
            ArtifactRef stored = storage.artifacts().put(result, MEDIA_TYPE);
            storage.outcomes().putIfAbsent(path(name), Json.write(stored));
        }
    }

    private String path(String name) {
        return "sweeps/" + sweep + "/" + name;
    }
}
