package io.espalier.ingest;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// Settings of the ingest service, read from `espalier.ingest.*`.
@ConfigMapping(prefix = "espalier.ingest")
public interface IngestConfig {

    /// Largest model file accepted, in bytes or with a unit of 1024: `512M`, `2G`.
    @WithDefault("512M")
    MemorySize maxModelSize();
}
