package io.espalier.datasets;

import static io.espalier.datasets.DatasetsTest.labels;
import static io.espalier.datasets.DatasetsTest.pixels;
import static io.espalier.datasets.Fixtures.cifar;
import static io.espalier.datasets.Fixtures.folder;
import static io.espalier.datasets.Fixtures.tar;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarBinaryTest {

    @TempDir
    Path data;

    @TempDir
    Path cache;

    @Test
    void readsBatchesInOrderFromAFolderAndATar() throws IOException {
        // Given
        byte[] first = records(3, 1);
        byte[] second = records(2, 2);
        Map<String, byte[]> files = Map.of(
                "cifar/data_batch_1.bin",
                first,
                "cifar/data_batch_2.bin",
                second,
                "cifar/test_batch.bin",
                records(4, 3));
        folder(data.resolve("folder"), files);
        tar(data.resolve("cifar.tar.gz"), "", files);

        // When
        ImageDataset train = Datasets.open(cifar("folder"), "train", data, cache);
        ImageDataset tarred = Datasets.open(cifar("tar:cifar.tar.gz!/cifar"), "train", data, cache);
        ImageDataset test = Datasets.open(cifar("folder"), "test", data, cache);

        // Then
        assertThat(train.size()).isEqualTo(5);
        assertThat(labels(train))
                .containsExactly(
                        (int) first[0], (int) first[3073], (int) first[6146], (int) second[0], (int) second[3073]);
        assertThat(pixels(train, 1)).isEqualTo(Arrays.copyOfRange(first, 3074, 6146));
        assertThat(pixels(train, 4)).isEqualTo(Arrays.copyOfRange(second, 3074, 6146));
        assertThat(train.classNames()).hasSize(10).startsWith("airplane").endsWith("truck");
        assertThat(tarred.digest()).isEqualTo(train.digest());
        assertThat(test.size()).isEqualTo(4);
    }

    @Test
    void anySplitIsItsOwnFile() throws IOException {
        folder(data.resolve("folder"), Map.of("x/held-out.bin", records(7, 1), "x/train.bin", records(3, 2)));

        assertThat(Datasets.open(cifar("folder"), "held-out", data, cache).size())
                .isEqualTo(7);
        assertThat(Datasets.open(cifar("folder"), "train", data, cache).size()).isEqualTo(3);
    }

    @Test
    void takesClassNamesFromTheDataSet() throws IOException {
        byte[] names = "zero\none\ntwo\n3\n4\n5\n6\n7\n8\n9\n\n".getBytes(StandardCharsets.UTF_8);
        folder(data.resolve("folder"), Map.of("test.bin", records(1, 1), "batches.meta.txt", names));

        assertThat(Datasets.open(cifar("folder"), "test", data, cache).classNames())
                .hasSize(10)
                .startsWith("zero", "one");
    }

    private static byte[] records(int count, long seed) {
        byte[] bytes = new byte[count * 3073];
        SplittableRandom random = new SplittableRandom(seed);
        random.nextBytes(bytes);
        for (int i = 0; i < count; i++) {
            bytes[i * 3073] = (byte) random.nextInt(10);
        }
        return bytes;
    }
}
