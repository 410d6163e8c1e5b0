package io.espalier.datasets.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckedArchiveTest extends DownloadFixture {

    @TempDir
    Path data;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.write(data.resolve("set.zip"), content);
    }

    @Test
    void theDigestIsTheIdentity() throws IOException {
        Expected expected = new Expected(Sha256.hex(content), size(content.length));
        String here = archive(expected).identity();
        Files.move(file, data.resolve("moved.zip"));

        DataLocation.LocalArchive moved = (DataLocation.LocalArchive)
                DataLocation.of("moved.zip", new DataPlace(data, new SpecAuthor.Operator()));

        assertThat(CheckedArchive.of(moved, expected, cache()).identity()).isEqualTo(here);
        assertThat(CheckedArchive.of(moved, ANYTHING, cache()).identity()).contains("moved.zip 300000 ");
    }

    @Test
    void otherBytesAreRefused() {
        assertPermanent(
                ErrorCode.DIGEST_MISMATCH,
                () -> archive(new Expected(null, size(1))),
                "has 300000 bytes, data.size says 1");
        assertPermanent(
                ErrorCode.DIGEST_MISMATCH,
                () -> archive(new Expected("1".repeat(64), null)),
                "has SHA-256 " + Sha256.hex(content),
                "data.sha256 says 1111");
    }

    @Test
    void readsAnArchiveAgainOnlyWhenItsTimeOrSizeChanges() throws IOException {
        Expected expected = new Expected(Sha256.hex(content), null);
        archive(expected);
        FileTime time = Files.getLastModifiedTime(file);

        Files.write(file, random(content.length, 9));
        Files.setLastModifiedTime(file, time);
        assertThat(archive(expected).identity()).contains(Sha256.hex(content)); // as it was remembered

        Files.setLastModifiedTime(file, FileTime.fromMillis(time.toMillis() + 2_000));
        assertPermanent(ErrorCode.DIGEST_MISMATCH, () -> archive(expected));
    }

    @Test
    void aDirectoryHasNoDigest() {
        assertPermanent(
                ErrorCode.SPEC_INVALID,
                () -> new Expected(null, size(1)).requireNothing(data),
                data + "' is a directory");
        ANYTHING.requireNothing(data);
    }

    private Archive archive(Expected expected) {
        return CheckedArchive.of(
                (DataLocation.LocalArchive) DataLocation.of("set.zip", new DataPlace(data, new SpecAuthor.Operator())),
                expected,
                cache());
    }
}
