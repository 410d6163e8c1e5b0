package io.espalier.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.contracts.PipelineException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformOptionsTest {

    @Test
    void pinsTheDefaults() {
        assertThat(PlatformOptions.parse(new String[] {"--home", "h"}))
                .isEqualTo(new PlatformOptions(Path.of("h"), 7092, 7093, Path.of("h/postgres/binaries")));
    }

    @Test
    void readsEveryOption() {
        String[] all = {"--postgres-port", "2", "--home", "h", "--kafka-port", "1", "--binaries", "b"};

        assertThat(PlatformOptions.parse(all)).isEqualTo(new PlatformOptions(Path.of("h"), 1, 2, Path.of("b")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --kafka-port 1               | --home is missing
                    --home                       | --home; usage
                    --home h --port 1            | --port; usage
                    --home h --kafka-port x      | --kafka-port must be in [0, 65535], was x
                    --home h --postgres-port 65536 | --postgres-port must be in [0, 65535], was 65536
                    """)
    void refusesWithTheUsage(String arguments, String message) {
        assertThatThrownBy(() -> PlatformOptions.parse(arguments.split(" ")))
                .isInstanceOf(PipelineException.Permanent.class)
                .hasMessageContaining(message)
                .hasMessageContaining("usage: EmbeddedPlatform --home DIR");
    }
}
