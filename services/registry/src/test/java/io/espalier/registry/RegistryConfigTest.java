package io.espalier.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.stage.KafkaSettings;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/// Names and defaults are a promise to whoever runs the service.
class RegistryConfigTest {

    @Test
    void pinsDefaults() {
        RegistryConfig config = read(Map.of());

        assertThat(config.group()).isEqualTo("espalier-registry");
        assertThat(config.outboxEvery()).isEqualTo("1s");
        assertThat(config.coalesce()).isEqualTo(Duration.ofMillis(150));
        assertThat(config.heartbeat()).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void pinsNames() {
        RegistryConfig config = read(Map.of(
                "espalier.registry.group", "g",
                "espalier.registry.outbox-every", "4s",
                "espalier.registry.coalesce", "2s",
                "espalier.registry.heartbeat", "3s"));

        assertThat(config.group()).isEqualTo("g");
        assertThat(config.outboxEvery()).isEqualTo("4s");
        assertThat(config.coalesce()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.heartbeat()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void refusesANameItDoesNotKnow() {
        assertThatThrownBy(() -> read(Map.of("espalier.registry.groups", "g")))
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining("espalier.registry.groups");
    }

    /// The addresses of the embedded default, which the launcher relies on.
    @Test
    void pinsAddresses() throws IOException {
        Properties defaults = new Properties();
        try (InputStream file = RegistryConfig.class.getResourceAsStream("/application.properties")) {
            defaults.load(file);
        }

        assertThat(defaults)
                .containsEntry("quarkus.http.host", "127.0.0.1")
                .containsEntry("quarkus.http.port", "7070")
                .containsEntry("quarkus.datasource.jdbc.url", "jdbc:postgresql://127.0.0.1:7093/espalier")
                .containsEntry("quarkus.datasource.username", "postgres")
                .containsEntry("espalier.storage", "file:///var/lib/espalier/artifacts"); // as every service's
    }

    @Test
    void handsEveryClientSettingToKafka() {
        KafkaSettings byDefault = mapping(BrokerConfig.class, Map.of()).settings();
        KafkaSettings secured = mapping(
                        BrokerConfig.class,
                        Map.of(
                                "kafka.bootstrap.servers", "broker:9093",
                                "kafka.client.\"security.protocol\"", "SSL"))
                .settings();

        assertThat(byDefault).isEqualTo(KafkaSettings.of("127.0.0.1:7092"));
        assertThat(secured).isEqualTo(new KafkaSettings("broker:9093", Map.of("security.protocol", "SSL")));
        assertThat(new Parts()
                        .kafka(mapping(BrokerConfig.class, Map.of("kafka.client.\"security.protocol\"", "SSL")))
                        .client())
                .isEqualTo(Map.of("security.protocol", "SSL"));
    }

    private static RegistryConfig read(Map<String, String> properties) {
        return mapping(RegistryConfig.class, properties);
    }

    private static <T> T mapping(Class<T> type, Map<String, String> properties) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(type)
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build();
        return config.getConfigMapping(type);
    }
}
