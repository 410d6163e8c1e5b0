package io.espalier.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IngestConfigTest {

    @Test
    void pinsNameAndDefault() {
        assertThat(maxModelBytes(Map.of())).isEqualTo(512L << 20);
        assertThat(maxModelBytes(Map.of("espalier.ingest.max-model-size", "2M")))
                .isEqualTo(2L << 20);
    }

    private static long maxModelBytes(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(IngestConfig.class)
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build()
                .getConfigMapping(IngestConfig.class)
                .maxModelSize()
                .asLongValue();
    }
}
