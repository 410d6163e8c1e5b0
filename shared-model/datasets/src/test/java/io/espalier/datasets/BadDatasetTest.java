package io.espalier.datasets;

import static io.espalier.datasets.Fixtures.cifar;
import static io.espalier.datasets.Fixtures.folder;
import static io.espalier.datasets.Fixtures.noise;
import static io.espalier.datasets.Fixtures.png;
import static io.espalier.datasets.Fixtures.spec;
import static io.espalier.datasets.Fixtures.tar;
import static io.espalier.datasets.Fixtures.threeClasses;
import static io.espalier.datasets.Fixtures.zip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.contracts.DataSpec;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.datasets.source.DatasetFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BadDatasetTest {

    @TempDir
    Path data;

    @TempDir
    Path cache;

    @Test
    void locationsThatAreNotThere() throws IOException {
        zip(data.resolve("shapes.zip"), "", threeClasses(1));

        assertFails(
                spec("none"),
                ErrorCode.DATASET_NOT_FOUND,
                "data.uri 'none'",
                data.resolve("none").toString());
        assertFails(spec("zip:none.zip!/x"), ErrorCode.DATASET_NOT_FOUND, "none.zip");
        assertFails(spec("zip:" + data), ErrorCode.DATASET_NOT_FOUND, "is not a file");
        assertFails(spec("zip:shapes.zip!/nope"), ErrorCode.DATASET_NOT_FOUND, "no file in", "shapes.zip!/nope/");
        assertFails(spec("http://host/x.rar"), ErrorCode.DATASET_NOT_FOUND, "must be a directory, a .zip");
        assertFails(spec("file:relative"), ErrorCode.DATASET_NOT_FOUND, "must be a directory, a .zip");
        assertFails(spec("nul\0"), ErrorCode.DATASET_NOT_FOUND, "must be a directory, a .zip");
        Files.write(data.resolve("shapes.rar"), new byte[1]);
        assertFails(spec("shapes.rar"), ErrorCode.DATASET_NOT_FOUND, "must be a directory, a .zip");
    }

    @Test
    void aSplitWithoutImagesSaysWhatIsExpectedAndWhatIsThere() throws IOException {
        zip(data.resolve("shapes.zip"), "outer/", threeClasses(1));

        assertFails(
                spec("shapes.zip"),
                ErrorCode.DATASET_INVALID,
                "no image in",
                "expected train/CLASS/NAME.jpg",
                "its folders are [outer]");
    }

    @Test
    void aFileThatIsNoImageIsNamed() throws IOException {
        Map<String, byte[]> files = threeClasses(2);
        files.put("train/cat/0.png", "no image".getBytes(StandardCharsets.UTF_8));
        folder(data.resolve("text"), files);
        files.put("train/cat/0.png", Arrays.copyOf(png(noise(6, 5, 1)), 60));
        tar(data.resolve("cut.tar"), "", files);

        assertFails(spec("text"), ErrorCode.DATASET_INVALID, "'train/cat/0.png' is not a JPEG or PNG image");
        assertFails(spec("cut.tar"), ErrorCode.DATASET_INVALID, "'train/cat/0.png' is not a readable image");
    }

    @Test
    void imagesOfTwoSizesAreNamed() throws IOException {
        Map<String, byte[]> files = threeClasses(2);
        files.put("train/cat/1.png", png(noise(4, 9, 1)));
        folder(data.resolve("mixed"), files);

        assertFails(spec("mixed"), ErrorCode.DATASET_INVALID, "'train/ant/0.png' has 5x6", "'train/cat/1.png' has 9x4");
    }

    @Test
    void oneClassIsNotEnough() throws IOException {
        Map<String, byte[]> files = threeClasses(2);
        files.keySet().removeIf(path -> !path.contains("/ant/"));
        folder(data.resolve("one"), files);

        assertFails(spec("one"), ErrorCode.DATASET_INVALID, "at least two classes", "[ant]");
    }

    @Test
    void archivesThatAreDamaged() throws IOException {
        byte[] zip = Files.readAllBytes(zip(data.resolve("whole.zip"), "", threeClasses(9)));
        byte[] tar = Files.readAllBytes(tar(data.resolve("whole.tar.gz"), "", threeClasses(9)));
        Files.write(data.resolve("cut.zip"), Arrays.copyOf(zip, zip.length / 2));
        Files.write(data.resolve("cut.tar.gz"), Arrays.copyOf(tar, tar.length / 2));

        assertFails(spec("cut.zip"), ErrorCode.DATASET_INVALID, "cut.zip' cannot be read to its end");
        assertFails(spec("cut.tar.gz"), ErrorCode.DATASET_INVALID, "cut.tar.gz' cannot be read to its end");
    }

    /// The archive's directory says 10 bytes, the entry unpacks to more than fits in memory on a bad day.
    @Test
    void anEntryThatUnpacksToMoreThanItDeclares() throws IOException {
        Map<String, byte[]> files = threeClasses(1);
        files.put("train/cat/0.png", new byte[DatasetFiles.MAX_FILE_BYTES + 1]);
        byte[] zip = Files.readAllBytes(zip(data.resolve("honest.zip"), "", files));
        Files.write(data.resolve("bomb.zip"), declaring(zip, DatasetFiles.MAX_FILE_BYTES + 1, 10));

        assertFails(spec("honest.zip"), ErrorCode.DATASET_INVALID, "'train/cat/0.png' has 67108865 bytes");
        assertFails(spec("bomb.zip"), ErrorCode.DATASET_INVALID, "'train/cat/0.png' has more than 67108864 bytes");
    }

    /// @return the archive with one declared size changed wherever it stands: data descriptor, directory
    private static byte[] declaring(byte[] zip, int size, int declared) {
        ByteBuffer bytes = ByteBuffer.wrap(zip.clone()).order(ByteOrder.LITTLE_ENDIAN);
        int changed = 0;
        for (int at = 0; at <= zip.length - Integer.BYTES; at++) {
            if (bytes.getInt(at) == size) {
                bytes.putInt(at, declared);
                changed++;
            }
        }
        assertThat(changed).isPositive();
        return bytes.array();
    }

    @Test
    void cifarFilesThatAreNone() throws IOException {
        folder(data.resolve("cut"), Map.of("data_batch_1.bin", new byte[3073 + 100]));
        folder(data.resolve("label"), Map.of("data_batch_1.bin", record(10)));
        folder(data.resolve("empty"), Map.of("test_batch.bin", new byte[3073]));

        assertFails(cifar("cut"), ErrorCode.DATASET_INVALID, "'data_batch_1.bin'", "3073 bytes", "only 100");
        assertFails(cifar("label"), ErrorCode.DATASET_INVALID, "'data_batch_1.bin'", "label 10", "[0, 10)");
        assertFails(cifar("empty"), ErrorCode.DATASET_INVALID, "expected data_batch_1.bin");
    }

    @Test
    void aCacheThatCannotBeWrittenIsTransient() throws IOException {
        folder(data.resolve("shapes"), threeClasses(1));
        Path file = Files.write(data.resolve("a-file"), new byte[1]);

        assertThatThrownBy(() -> Datasets.open(spec("shapes"), "train", data, file))
                .isInstanceOfSatisfying(PipelineException.Transient.class, e -> assertThat(e.code())
                        .isEqualTo(ErrorCode.STORE_UNAVAILABLE));
    }

    private void assertFails(DataSpec spec, ErrorCode code, String... messageParts) throws IOException {
        assertThatThrownBy(() -> Datasets.open(spec, "train", data, cache))
                .isInstanceOfSatisfying(PipelineException.Permanent.class, e -> {
                    assertThat(e.code()).isEqualTo(code);
                    assertThat(e.getMessage()).contains(messageParts);
                });
        try (Stream<Path> left = Files.list(cache)) {
            assertThat(left).isEmpty();
        }
    }

    private static byte[] record(int label) {
        byte[] record = new byte[3073];
        record[0] = (byte) label;
        return record;
    }
}
