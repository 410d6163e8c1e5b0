package io.espalier.testkit;

import io.espalier.embedded.Database;
import io.espalier.embedded.EmbeddedKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/// One Kafka broker and one PostgreSQL server per JVM: started by the first test that asks, stopped with the JVM.
public final class TestPlatform {

    /// How long a share group's record stays locked without renewal; production's default is 30 s.
    public static final int LOCK_MILLIS = 2_000;

    private static final Map<String, String> SHORT_TIMES = Map.of(
            "group.share.min.record.lock.duration.ms", "1000",
            "group.share.record.lock.duration.ms", Integer.toString(LOCK_MILLIS),
            "group.share.min.heartbeat.interval.ms", "200",
            "group.share.heartbeat.interval.ms", "200",
            "group.consumer.min.heartbeat.interval.ms", "200",
            "group.consumer.heartbeat.interval.ms", "200");

    /// Unpacked once for all tests of this machine.
    private static final Path BINARIES = Path.of(System.getProperty("java.io.tmpdir"), "espalier-tests", "postgres");

    private TestPlatform() {}

    /// The broker of this JVM; it has no topics until a test creates them.
    public static EmbeddedKafka kafka() {
        return KafkaHolder.KAFKA;
    }

    public static Database database() {
        return DatabaseHolder.DATABASE;
    }

    /// A broker of the test's own, with the same short times, to stop and start at will.
    ///
    /// @param port 0 = any free one
    public static EmbeddedKafka startKafka(Path directory, int port) {
        return EmbeddedKafka.start(directory, port, SHORT_TIMES);
    }

    private static final class KafkaHolder {
        static final EmbeddedKafka KAFKA = start();

        private static EmbeddedKafka start() {
            Path directory = temporary("espalier-kafka");
            EmbeddedKafka kafka = startKafka(directory, 0);
            atExit(kafka::close, directory);
            return kafka;
        }
    }

    private static final class DatabaseHolder {
        static final Database DATABASE = start();

        private static Database start() {
            Path directory = temporary("espalier-postgres");
            Database database = Database.start(directory, BINARIES, 0);
            atExit(database::close, directory);
            return database;
        }
    }

    private static Path temporary(String prefix) {
        try {
            return Files.createTempDirectory(prefix);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void atExit(Runnable stop, Path directory) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stop.run();
            delete(directory);
        }));
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
