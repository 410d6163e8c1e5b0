package io.espalier.ingest;

import io.espalier.testkit.TestPlatform;
import io.espalier.testkit.TinyImages;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A real broker, a file store and a small data set for the service under test.
public class Platform implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        try {
            Path directory = Files.createTempDirectory("espalier-ingest");
            new TinyImages(TinyModel.EXTENT, 4, 1).write(directory.resolve("data/tiny"));
            return Map.of(
                    "kafka.bootstrap.servers", TestPlatform.kafka().bootstrapServers(),
                    "espalier.storage", directory.resolve("store").toUri().toString(),
                    "espalier.data-dir", directory.resolve("data").toString(),
                    "espalier.cache-dir", directory.resolve("cache").toString(),
                    "espalier.ingest.max-model-size", "1M");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The broker belongs to the JVM and ends with it.
    @Override
    public void stop() {}
}
