package io.espalier.registry;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// Settings that only the registry has, read from `espalier.registry.*`; the service refuses to start on a bad one.
///
/// Shared with the other services: `espalier.storage`, where artifacts lie (a directory, `file:/dir` or
/// `s3://bucket/prefix?endpoint=…`), and the broker's, see [BrokerConfig]. Quarkus' own: `quarkus.datasource.jdbc.url`,
/// `quarkus.datasource.username` and `.password` (PostgreSQL), `quarkus.http.host` and `.port`.
@ConfigMapping(prefix = "espalier.registry")
public interface RegistryConfig {

    /// Consumer group of the facts; its offsets say what has been projected.
    @WithDefault("espalier-registry")
    String group();

    /// How often the outbox is looked through; a decision is published at most this much after it was stored.
    @WithDefault("1s")
    String outboxEvery();

    /// How long changes of a run are gathered before watchers get the newest state.
    @WithDefault("150ms")
    Duration coalesce();

    /// Silence after which a comment is sent to watchers, so that proxies keep the connection.
    @WithDefault("15s")
    Duration heartbeat();
}
