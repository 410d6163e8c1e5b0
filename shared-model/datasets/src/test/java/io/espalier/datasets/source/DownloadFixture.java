package io.espalier.datasets.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.contracts.ByteSize;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.io.TempDir;

/// A cache, a file of 300,000 random bytes and what tests of downloads ask.
abstract class DownloadFixture {

    static final Expected ANYTHING = new Expected(null, null);
    static final Retries FAST = new Retries(3, Duration.ofMillis(2), Duration.ofMillis(2_500), Duration.ofSeconds(2));

    final byte[] content = random(300_000, 1);

    @TempDir
    Path directory;

    DatasetCache cache() {
        return new DatasetCache(directory);
    }

    Downloads downloads() {
        return new Downloads(cache(), FAST, PartFile.APPEND);
    }

    byte[] download(String uri) throws IOException {
        return download(uri, ANYTHING);
    }

    byte[] download(String uri, Expected expected) throws IOException {
        Path file = downloads()
                .get(location(uri), expected, DownloadListener.NONE, this)
                .file();
        return Files.readAllBytes(file);
    }

    DataLocation.RemoteArchive location(String uri) {
        return (DataLocation.RemoteArchive) DataLocation.of(uri, new DataPlace(directory, new SpecAuthor.Operator()));
    }

    /// Files of `downloads/`, without what is said of them.
    List<Path> downloaded() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("downloads"))) {
            return files.filter(file -> !file.toString().endsWith(".origin")).toList();
        }
    }

    static void assertPermanent(ErrorCode code, ThrowingCallable call, String... parts) {
        assertThatThrownBy(call).isInstanceOfSatisfying(PipelineException.Permanent.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            for (String part : parts) {
                assertThat(e.getMessage()).contains(part);
            }
        });
    }

    static void assertTransient(ErrorCode code, ThrowingCallable call, String... parts) {
        assertThatThrownBy(call).isInstanceOfSatisfying(PipelineException.Transient.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            for (String part : parts) {
                assertThat(e.getMessage()).contains(part);
            }
        });
    }

    static ByteSize size(long bytes) {
        return new ByteSize(bytes);
    }

    static byte[] random(int length, long seed) {
        byte[] bytes = new byte[length];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }
}
