package io.espalier.registry;

import io.espalier.embedded.Database;
import io.espalier.testkit.TestPlatform;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A real broker, a real PostgreSQL and a file store for the service under test.
public class Platform implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        return Map.of(
                "kafka.bootstrap.servers", TestPlatform.kafka().bootstrapServers(),
                "quarkus.datasource.jdbc.url", TestPlatform.database().jdbcUrl(),
                "quarkus.datasource.username", Database.USER,
                "espalier.storage", store().toUri().toString());
    }

    private static Path store() {
        try {
            return Files.createTempDirectory("espalier-registry-store");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Broker and database belong to the JVM and end with it.
    @Override
    public void stop() {}
}
