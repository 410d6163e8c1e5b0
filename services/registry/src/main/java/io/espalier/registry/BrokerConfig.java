package io.espalier.registry;

import io.espalier.stage.KafkaSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.util.Map;

/// How the Kafka broker is reached, read from `kafka.*`, by the names that the other services have for it.
@ConfigMapping(prefix = "kafka")
public interface BrokerConfig {

    /// `host:port`, comma-separated.
    @WithName("bootstrap.servers")
    @WithDefault("127.0.0.1:7092")
    String bootstrapServers();

    /// Further properties of every Kafka client, such as `kafka.client."security.protocol"`.
    Map<String, String> client();

    /// The form that consumers and publishers take.
    default KafkaSettings settings() {
        return new KafkaSettings(bootstrapServers(), Map.copyOf(client()));
    }
}
