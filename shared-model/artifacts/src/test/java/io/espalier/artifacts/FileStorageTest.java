package io.espalier.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.contracts.ArtifactRef;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStorageTest extends StorageContract {

    private static final int ROOM_BYTES = 10_000;

    @TempDir
    Path root;

    @Override
    Storage storage() {
        return Storage.open(root.toUri());
    }

    @Override
    Path atRest() {
        return root;
    }

    @Test
    void aFullDiskIsTransientAndLeavesNothing() {
        // Given
        Storage full =
                new FileStorage(root, file -> new FullDisk(AtomicFiles.NEW_FILE.open(file), "No space left on device"));
        byte[] tooMuch = random(2 * ROOM_BYTES, 1);

        // When, Then
        assertTransient(ErrorCode.STORE_FULL, () -> full.artifacts().put(tooMuch, "x/y"));
        assertTransient(ErrorCode.STORE_FULL, () -> full.outcomes().putIfAbsent("run/pruning", tooMuch));
        assertTransient(ErrorCode.STORE_FULL, () -> {
            full.checkpoints().save("run/pruning", 1, tooMuch);
            return null;
        });
        assertThat(filesAtRest("")).isEmpty();
    }

    @Test
    void aFullDiskKeepsTheCheckpointThatWasThere() {
        Storage full =
                new FileStorage(root, file -> new FullDisk(AtomicFiles.NEW_FILE.open(file), "No space left on device"));
        storage().checkpoints().save("run", 1, new byte[] {1});

        assertThatThrownBy(() -> full.checkpoints().save("run", 1, random(2 * ROOM_BYTES, 1)));

        assertThat(full.checkpoints().newest("run").orElseThrow().state()).containsExactly(1);
    }

    @Test
    void anyOtherWriteErrorIsAnUnavailableStore() {
        Storage broken =
                new FileStorage(root, file -> new FullDisk(AtomicFiles.NEW_FILE.open(file), "Input/output error"));

        assertTransient(ErrorCode.STORE_UNAVAILABLE, () -> broken.artifacts().put(random(2 * ROOM_BYTES, 1), "x/y"));
        assertThat(filesAtRest("")).isEmpty();
    }

    @Test
    void openingDeletesWhatKilledProcessesLeftADayAgo() throws IOException {
        // Given
        Path tmp = Files.createDirectories(root.resolve("tmp"));
        Path old = Files.write(tmp.resolve("old.part"), new byte[1]);
        Path recent = Files.write(tmp.resolve("recent.part"), new byte[1]);
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
        Files.setLastModifiedTime(recent, FileTime.from(Instant.now().minus(Duration.ofHours(23))));

        // When
        storage();

        // Then
        assertThat(old).doesNotExist();
        assertThat(recent).exists();
    }

    @Test
    void aProbeMakesTheDirectoryOnceAndLeavesNothingInIt() {
        Path fresh = root.resolve("a/store");

        new FileStorage(fresh).probe();

        assertThat(fresh.resolve("tmp")).isEmptyDirectory();
    }

    @Test
    void aProbeFindsTheDirectoryGoneOrTheDiskFull() throws IOException {
        Storage storage = storage();
        storage.probe();
        Files.delete(root.resolve("tmp"));
        Storage full = new FileStorage(root, file -> {
            throw new IOException("No space left on device");
        });

        assertTransient(ErrorCode.STORE_UNAVAILABLE, () -> {
            storage.probe();
            return null;
        });
        assertTransient(ErrorCode.STORE_FULL, () -> {
            full.probe();
            return null;
        });
    }

    @Test
    void opensPlainPathsAndFileUris() {
        ArtifactRef ref = storage().artifacts().put(new byte[] {1, 2}, "x/y");

        assertThat(Storage.open(URI.create(root.toString())).artifacts().contains(ref))
                .isTrue();
        assertThat(Storage.open(URI.create("file:" + root)).artifacts().contains(ref))
                .isTrue();
        assertFails(ErrorCode.REQUEST_INVALID, () -> Storage.open(URI.create("ftp://host/dir")));
    }

    private static void assertTransient(ErrorCode code, Callable<?> call) {
        assertFails(code, call);
        assertThatThrownBy(call::call).isInstanceOf(PipelineException.Transient.class);
    }

    /// A disk on which a file ends after [#ROOM_BYTES], as the operating system reports it.
    private static final class FullDisk extends FilterOutputStream {

        private final String message;
        private int written;

        FullDisk(OutputStream out, String message) {
            super(out);
            this.message = message;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int room = Math.min(length, ROOM_BYTES - written);
            out.write(bytes, offset, room);
            written += room;
            if (room < length) {
                throw new IOException(message);
            }
        }
    }
}
