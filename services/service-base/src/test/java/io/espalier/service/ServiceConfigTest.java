package io.espalier.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.datasets.source.DatasetCache;
import io.espalier.datasets.source.RemoteAccess;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Names and defaults are a promise to whoever runs the services.
class ServiceConfigTest {

    @Test
    void pinsDefaults() {
        SmallRyeConfig config = read(Map.of());

        ServiceConfig service = config.getConfigMapping(ServiceConfig.class);
        assertThat(service.storage()).isEqualTo(URI.create("file:///var/lib/espalier/artifacts"));
        assertThat(service.dataDir()).isEqualTo(Path.of("/var/lib/espalier/data"));
        assertThat(service.cacheDir()).isEqualTo(Path.of("/var/lib/espalier/cache"));
        assertThat(service.cacheLimit().asLongValue()).isEqualTo(DatasetCache.DEFAULT_LIMIT.bytes());
        assertThat(service.remoteData()).isEqualTo(RemoteAccess.PUBLIC);
        assertThat(service.checkpointInterval()).isEqualTo(Duration.ofSeconds(30));
        BrokerConfig broker = config.getConfigMapping(BrokerConfig.class);
        assertThat(broker.bootstrapServers()).isEqualTo("127.0.0.1:7092");
        assertThat(broker.client()).isEmpty();
    }

    @Test
    void pinsNames() {
        SmallRyeConfig config = read(Map.of(
                "espalier.storage", "s3://bucket/prefix",
                "espalier.data-dir", "/data",
                "espalier.cache-dir", "/cache",
                "espalier.cache-limit", "3M",
                "espalier.remote-data", "nowhere",
                "espalier.checkpoint-interval", "PT5S",
                "kafka.bootstrap.servers", "broker:9092",
                "kafka.client.\"security.protocol\"", "SSL"));

        ServiceConfig service = config.getConfigMapping(ServiceConfig.class);
        assertThat(service.storage()).isEqualTo(URI.create("s3://bucket/prefix"));
        assertThat(service.dataDir()).isEqualTo(Path.of("/data"));
        assertThat(service.cacheDir()).isEqualTo(Path.of("/cache"));
        assertThat(service.cacheLimit().asLongValue()).isEqualTo(3L << 20);
        assertThat(service.remoteData()).isEqualTo(RemoteAccess.NOWHERE);
        assertThat(service.checkpointInterval()).isEqualTo(Duration.ofSeconds(5));
        BrokerConfig broker = config.getConfigMapping(BrokerConfig.class);
        assertThat(broker.settings().bootstrapServers()).isEqualTo("broker:9092");
        assertThat(broker.settings().client()).containsExactly(Map.entry("security.protocol", "SSL"));
    }

    @Test
    void refusesANameItDoesNotKnow() {
        assertThatThrownBy(() -> read(Map.of("espalier.data-directory", "/data")))
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining("espalier.data-directory");
    }

    private static SmallRyeConfig read(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(ServiceConfig.class)
                .withMapping(BrokerConfig.class)
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build();
    }
}
