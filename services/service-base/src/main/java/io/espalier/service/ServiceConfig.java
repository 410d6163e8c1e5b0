package io.espalier.service;

import io.espalier.datasets.source.RemoteAccess;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/// Settings that every service reads from `espalier.*`. None of them changes the result of a run.
@ConfigMapping(prefix = "espalier")
public interface ServiceConfig {

    /// Where artifacts, outcomes and checkpoints lie: `file:/dir` or `s3://bucket/prefix?endpoint=…`; the same
    /// for
    /// every service.
    @WithDefault("file:///var/lib/espalier/artifacts")
    URI storage();

    /// Folder that relative data set locations are resolved against.
    @WithDefault("/var/lib/espalier/data")
    Path dataDir();

    /// Folder for downloaded and decoded data sets; may be emptied while no run works.
    @WithDefault("/var/lib/espalier/cache")
    Path cacheDir();

    /// How much that folder may hold; what was used least recently goes first, and nothing that a run uses.
    @WithDefault("20G")
    MemorySize cacheLimit();

    /// Where a spec may send this service to download a data set: `public` addresses only, `anywhere` but for
    /// those where clouds hand out credentials, or `nowhere`.
    @WithDefault("public")
    RemoteAccess remoteData();

    /// Longest time between two checkpoints of a training run: what is lost at most when a process is killed.
    @WithDefault("PT30S")
    Duration checkpointInterval();
}
