package io.espalier.cli.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class EndpointOptionsTest {

    @Command
    private static final class Asking {

        @Mixin
        private final EndpointOptions endpoints;

        Asking(Map<String, String> environment) {
            this.endpoints = new EndpointOptions(environment);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:7070", "ftp://here", "http://", "http://a b", "7070"})
    void whatIsNoAddressIsAUsageErrorThatNamesItsSource(String text) {
        EndpointOptions endpoints = parsed(Map.of("ESPALIER_REGISTRY_URL", text));

        assertThatThrownBy(endpoints::registry)
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("ESPALIER_REGISTRY_URL must be a URL such as http://")
                .hasMessageContaining("'" + text + "'");
    }

    @Test
    void anOptionGoesBeforeTheEnvironment() {
        EndpointOptions endpoints = parsed(Map.of("ESPALIER_INGEST_URL", "http://one:1"), "--ingest", "https://two:2");

        assertThat(endpoints.ingest()).hasToString("https://two:2");
        assertThat(parsed(Map.of("ESPALIER_INGEST_URL", "http://one:1")).ingest())
                .hasToString("http://one:1");
    }

    private static EndpointOptions parsed(Map<String, String> environment, String... arguments) {
        Asking asking = new Asking(environment);
        new CommandLine(asking).parseArgs(arguments);
        return asking.endpoints;
    }
}
