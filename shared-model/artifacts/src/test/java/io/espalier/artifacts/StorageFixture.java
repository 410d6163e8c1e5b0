package io.espalier.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.contracts.ArtifactRef;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/// What the contract's parts share: the storage under test and a look at its bytes at rest.
abstract class StorageFixture {

    static final String TYPE = "application/octet-stream";

    @TempDir
    Path elsewhere;

    /// The storage under test, empty at the start of each test.
    abstract Storage storage();

    /// The directory in which its bytes end up, as files named like their keys.
    abstract Path atRest();

    static void assertFails(ErrorCode code, Callable<?> call) {
        assertThatThrownBy(call::call).isInstanceOfSatisfying(PipelineException.class, e -> assertThat(e.code())
                .isEqualTo(code));
    }

    static byte[] random(int length, long seed) {
        byte[] bytes = new byte[length];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }

    List<Path> filesAtRest(String folder) {
        return filesUnder(atRest().resolve(folder));
    }

    static List<Path> filesUnder(Path directory) {
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path fileAtRest(ArtifactRef ref) {
        return atRest().resolve("sha256").resolve(ref.sha256().substring(0, 2)).resolve(ref.sha256());
    }

    byte[] part(ArtifactRef ref, long offset, long length) throws IOException {
        try (InputStream in = storage().artifacts().open(ref, offset, length)) {
            return in.readAllBytes();
        }
    }

    static <T> List<T> together(int threads, Callable<T> work) throws Exception {
        CyclicBarrier start = new CyclicBarrier(threads);
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                futures.add(executor.submit(() -> {
                    start.await();
                    return work.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        }
    }
}
