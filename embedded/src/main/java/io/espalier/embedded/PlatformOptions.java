package io.espalier.embedded;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// @param home         folder for everything that Kafka and PostgreSQL store
/// @param kafkaPort    on 127.0.0.1; 0 = any free one
/// @param postgresPort on 127.0.0.1; 0 = any free one
/// @param binaries     where PostgreSQL's programs are unpacked to, 60 MB; several homes may share them
public record PlatformOptions(Path home, int kafkaPort, int postgresPort, Path binaries) {

    private static final String USAGE =
            "usage: EmbeddedPlatform --home DIR [--kafka-port 7092] [--postgres-port 7093] [--binaries HOME/postgres/binaries]";

    /// @throws PipelineException.Permanent `REQUEST_INVALID`, with the usage
    static PlatformOptions parse(String[] arguments) {
        Map<String, String> values = new HashMap<>(Map.of("--kafka-port", "7092", "--postgres-port", "7093"));
        for (int i = 0; i < arguments.length; i += 2) {
            if (!arguments[i].matches("--(home|kafka-port|postgres-port|binaries)") || i + 1 == arguments.length) {
                throw refused(arguments[i]);
            }
            values.put(arguments[i], arguments[i + 1]);
        }
        String home = values.get("--home");
        if (home == null) {
            throw refused("--home is missing");
        }
        Path binaries = Path.of(values.getOrDefault("--binaries", home + "/postgres/binaries"));
        return new PlatformOptions(
                Path.of(home), port(values, "--kafka-port"), port(values, "--postgres-port"), binaries);
    }

    private static int port(Map<String, String> values, String name) {
        String value = values.getOrDefault(name, "");
        if (!value.matches("\\d{1,5}") || Integer.parseInt(value) > 65_535) {
            throw refused(name + " must be in [0, 65535], was " + value);
        }
        return Integer.parseInt(value);
    }

    private static PipelineException.Permanent refused(String what) {
        return new PipelineException.Permanent(ErrorCode.REQUEST_INVALID, what + "; " + USAGE);
    }
}
