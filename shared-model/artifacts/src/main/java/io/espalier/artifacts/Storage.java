package io.espalier.artifacts;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import java.net.URI;
import java.nio.file.Path;

/// The three stores of one installation, over one location.
public interface Storage extends AutoCloseable {

    ArtifactStore artifacts();

    OutcomeStore outcomes();

    CheckpointStore checkpoints();

    /// Finds out whether the store answers now.
    ///
    /// @throws PipelineException.Transient `STORE_UNAVAILABLE`, `STORE_FULL`
    default void probe() {
        outcomes().find("health/probe"); // no run has this name, so a store that works says that it is absent
    }

    /// Releases connections; stored bytes stay.
    @Override
    default void close() {}

    /// The storage at `location`:
    ///
    /// - `file:/dir` or a plain path: [FileStorage]; the directory is created at the first write or probe;
    /// - `s3://bucket/prefix?endpoint=http://host:port&region=name`: [S3Storage]; both parameters are optional.
    ///
    /// @throws PipelineException.Permanent `REQUEST_INVALID` for any other form
    static Storage open(URI location) {
        String scheme = location.getScheme() == null ? "" : location.getScheme();
        return switch (scheme) {
            case "" -> new FileStorage(Path.of(location.getPath()));
            case "file" -> new FileStorage(Path.of(location));
            case "s3" -> S3Storage.open(location);
            default ->
                throw new PipelineException.Permanent(
                        ErrorCode.REQUEST_INVALID,
                        "storage must be a directory, file:/directory or s3://bucket/prefix, was " + location);
        };
    }
}
