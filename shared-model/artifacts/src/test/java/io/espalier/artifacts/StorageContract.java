package io.espalier.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.contracts.ArtifactRef;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The promises of every [Storage], checked on each implementation; those of named documents are inherited.
@Timeout(60)
abstract class StorageContract extends NamedStoresContract {

    @Test
    void givesBackWhatWasPut() throws IOException {
        // Given
        byte[] bytes = random(300_000, 1);
        Path file = Files.write(elsewhere.resolve("model.onnx"), bytes);

        // When
        ArtifactRef fromBytes = storage().artifacts().put(bytes, TYPE);
        ArtifactRef fromFile = storage().artifacts().put(file, TYPE);
        ArtifactRef fromStream = storage().artifacts().put(new ByteArrayInputStream(bytes), TYPE);

        // Then
        assertThat(fromBytes).isEqualTo(ArtifactRef.stored(Sha256.hex(bytes), bytes.length, TYPE));
        assertThat(List.of(fromFile, fromStream)).containsOnly(fromBytes);
        assertThat(storage().artifacts().read(fromBytes)).isEqualTo(bytes);
        assertThat(storage().artifacts().contains(fromBytes)).isTrue();
        assertThat(filesAtRest("sha256")).hasSize(1);
    }

    @Test
    void storesNoBytesToo() {
        ArtifactRef empty = storage().artifacts().put(new byte[0], TYPE);

        assertThat(storage().artifacts().read(empty)).isEmpty();
        assertThat(storage().artifacts().contains(empty)).isTrue();
    }

    @Test
    void readsByteByByteAndSkippingWithTheDigestStillChecked() throws IOException {
        byte[] bytes = random(1000, 2);
        ArtifactRef ref = storage().artifacts().put(bytes, TYPE);

        try (InputStream in = storage().artifacts().open(ref)) {
            assertThat(in.read()).isEqualTo(bytes[0] & 0xff);
            in.skipNBytes(10);
            assertThat(in.readAllBytes()).hasSize(989).endsWith(bytes[999]);
        }
    }

    @Test
    void noticesAByteChangedAtRest() throws IOException {
        // Given
        ArtifactRef ref = storage().artifacts().put(random(5000, 3), TYPE);
        Path blob = fileAtRest(ref);
        byte[] damaged = Files.readAllBytes(blob);
        damaged[4000] ^= 1;
        Files.write(blob, damaged);

        // When, Then
        assertFails(ErrorCode.DIGEST_MISMATCH, () -> storage().artifacts().read(ref));
        Path target = elsewhere.resolve("copy");
        assertFails(ErrorCode.DIGEST_MISMATCH, () -> {
            storage().artifacts().copyTo(ref, target);
            return null;
        });
        assertThat(filesUnder(elsewhere)).isEmpty();
    }

    @Test
    void noticesBytesMissingOrAddedAtRest() throws IOException {
        byte[] bytes = random(5000, 4);
        ArtifactRef ref = storage().artifacts().put(bytes, TYPE);
        ArtifactRef announcedShorter = ArtifactRef.stored(ref.sha256(), 4999, TYPE);
        ArtifactRef announcedLonger = ArtifactRef.stored(ref.sha256(), 5001, TYPE);

        assertFails(ErrorCode.DIGEST_MISMATCH, () -> storage().artifacts().read(announcedShorter));
        assertFails(ErrorCode.DIGEST_MISMATCH, () -> storage().artifacts().read(announcedLonger));
        assertThat(storage().artifacts().contains(announcedShorter)).isFalse();
    }

    @Test
    void noticesDamageEvenIfTheReaderStopsAtTheAnnouncedLength() throws IOException {
        byte[] bytes = random(5000, 5);
        ArtifactRef wrong = ArtifactRef.stored(
                storage().artifacts().put(random(5000, 6), TYPE).sha256(), 5000, TYPE);
        Files.write(fileAtRest(wrong), bytes);

        try (InputStream in = storage().artifacts().open(wrong)) {
            assertFails(ErrorCode.DIGEST_MISMATCH, () -> in.readNBytes(5000));
        }
    }

    @Test
    void repairsADamagedBlobWhenTheBytesArePutAgain() throws IOException {
        byte[] bytes = random(100, 7);
        ArtifactRef ref = storage().artifacts().put(bytes, TYPE);
        Files.write(fileAtRest(ref), new byte[] {1});

        storage().artifacts().put(bytes, TYPE);

        assertThat(storage().artifacts().read(ref)).isEqualTo(bytes);
    }

    @Test
    void saysWhatIsNotThere() {
        ArtifactRef absent = ArtifactRef.stored(Sha256.hex(new byte[] {9}), 1, TYPE);

        assertThat(storage().artifacts().contains(absent)).isFalse();
        assertFails(ErrorCode.ARTIFACT_NOT_FOUND, () -> storage().artifacts().read(absent));
        assertFails(ErrorCode.ARTIFACT_NOT_FOUND, () -> storage().artifacts().open(absent, 0, 1));
        assertFails(ErrorCode.ARTIFACT_NOT_FOUND, () -> storage().artifacts().put(elsewhere.resolve("no"), TYPE));
        assertThat(storage().outcomes().find("run/none")).isEmpty();
        assertThat(storage().checkpoints().newest("run/none")).isEmpty();
    }

    @Test
    void readsPartsOfABlob() throws IOException {
        byte[] bytes = random(1000, 8);
        ArtifactRef ref = storage().artifacts().put(bytes, TYPE);

        assertThat(part(ref, 0, 1000)).isEqualTo(bytes);
        assertThat(part(ref, 990, 10)).isEqualTo(Arrays.copyOfRange(bytes, 990, 1000));
        assertThat(part(ref, 17, 3)).isEqualTo(Arrays.copyOfRange(bytes, 17, 20));
        assertThat(part(ref, 1000, 0)).isEmpty();
        assertThatThrownBy(() -> part(ref, 991, 10)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> part(ref, -1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> part(ref, Long.MAX_VALUE, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void copiesAVerifiedBlobOverAnOlderFile() throws IOException {
        byte[] bytes = random(5000, 9);
        Path target = Files.writeString(elsewhere.resolve("model.onnx"), "an older one");

        storage().artifacts().copyTo(storage().artifacts().put(bytes, TYPE), target);

        assertThat(target).hasBinaryContent(bytes);
        assertThat(filesUnder(elsewhere)).containsExactly(target);
    }

    @Test
    void leavesNothingOfAStreamThatBreaks() {
        InputStream breaking = new InputStream() {
            private int left = 20_000;

            @Override
            public int read() throws IOException {
                return read(new byte[1], 0, 1);
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                if (left < length) {
                    throw new IOException("connection reset");
                }
                left -= length;
                return length;
            }
        };

        assertThatThrownBy(() -> storage().artifacts().put(breaking, TYPE))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("connection reset");
        assertThat(filesAtRest("")).isEmpty();
    }

    @Test
    void concurrentPutsOfTheSameBytesAreOneBlob() throws Exception {
        byte[] bytes = random(200_000, 10);

        List<ArtifactRef> refs = together(4, () -> storage().artifacts().put(bytes, TYPE));

        assertThat(refs).containsOnly(ArtifactRef.stored(Sha256.hex(bytes), bytes.length, TYPE));
        assertThat(storage().artifacts().read(refs.get(0))).isEqualTo(bytes);
        assertThat(filesAtRest("")).hasSize(1);
    }
}
