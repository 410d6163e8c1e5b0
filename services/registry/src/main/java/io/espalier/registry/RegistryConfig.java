package io.espalier.registry;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;

/// Settings of the registry service, read from `espalier.*`; the service refuses to start on a bad one.
///
/// Beside these: `kafka.bootstrap.servers`, `quarkus.datasource.*` (PostgreSQL), `quarkus.http.host` and `.port`.
@ConfigMapping(prefix = "espalier")
public interface RegistryConfig {

    /// Where artifacts lie: a directory, `file:/dir` or `s3://bucket/prefix?endpoint=…`; the same for all services.
    URI storage();

    Registry registry();

    /// What only the registry has.
    interface Registry {

        /// Consumer group of the facts; its offsets say what has been projected.
        @WithDefault("espalier-registry")
        String group();

        /// How often the outbox is looked through; a decision is published at most this much after it was stored.
        @WithDefault("250ms")
        String outboxEvery();

        /// How long changes of a run are gathered before watchers get the newest state.
        @WithDefault("150ms")
        Duration coalesce();

        /// Silence after which a comment is sent to watchers, so that proxies keep the connection.
        @WithDefault("15s")
        Duration heartbeat();
    }
}
