package io.espalier.stage;

import java.util.HashMap;
import java.util.Map;

/// Where the broker is and how to speak to it.
///
/// @param bootstrapServers `host:port`, comma-separated
/// @param client           further client properties, such as `security.protocol`; they win over Espalier's own
public record KafkaSettings(String bootstrapServers, Map<String, Object> client) {

    public KafkaSettings {
        if (bootstrapServers.isBlank()) {
            throw new IllegalArgumentException("kafka.bootstrap.servers must be host:port, was blank");
        }
        client = Map.copyOf(client);
    }

    public static KafkaSettings of(String bootstrapServers) {
        return new KafkaSettings(bootstrapServers, Map.of());
    }

    /// Properties of one client: `own`, then [#client] over them, then the address.
    Map<String, Object> with(Map<String, Object> own) {
        Map<String, Object> all = new HashMap<>(own);
        all.putAll(client);
        all.put("bootstrap.servers", bootstrapServers);
        return all;
    }
}
