package io.espalier.datasets;

import static io.espalier.datasets.Fixtures.folder;
import static io.espalier.datasets.Fixtures.noise;
import static io.espalier.datasets.Fixtures.spec;
import static io.espalier.datasets.Fixtures.tar;
import static io.espalier.datasets.Fixtures.threeClasses;
import static io.espalier.datasets.Fixtures.zip;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.contracts.DataSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetsTest {

    @TempDir
    Path data;

    @TempDir
    Path cache;

    @Test
    void readsClassesAndPixelsOfAFolder() throws IOException {
        folder(data.resolve("shapes"), threeClasses(2));

        ImageDataset train = Datasets.open(spec("shapes"), "train", data, cache);

        assertThat(train.classNames()).containsExactly("ant", "cat", "cat-fish");
        assertThat(train.size()).isEqualTo(6);
        assertThat(List.of(train.channels(), train.height(), train.width())).containsExactly(3, 6, 5);
        assertThat(labels(train)).containsExactly(0, 0, 1, 1, 2, 2);
        assertThat(pixels(train, 1)).isEqualTo(planes(noise(6, 5, 5))); // train/ant/1.png was the sixth made
        assertThat(pixels(train, 2)).isEqualTo(planes(noise(6, 5, 0))); // train/cat/0.png was the first
    }

    @Test
    void aFolderAZipAndATarAreTheSameDataSet() throws IOException {
        Map<String, byte[]> files = threeClasses(40);
        folder(data.resolve("folder"), files);
        zip(data.resolve("bare.zip"), "", files);
        zip(data.resolve("nested.zip"), "a/b/", files);
        tar(data.resolve("bare.tar"), "", files);
        tar(data.resolve("nested.tar.gz"), "./a/b/", files);

        List<ImageDataset> opened = Stream.of(
                        "folder",
                        data.resolve("folder").toString(),
                        data.resolve("folder").toUri().toString(),
                        "bare.zip",
                        "zip:bare.zip",
                        "zip:nested.zip!/a/b",
                        "bare.tar",
                        "tar:nested.tar.gz!/a/b/")
                .map(uri -> Datasets.open(spec(uri), "train", data, cache))
                .toList();

        assertThat(opened)
                .extracting(ImageDataset::digest)
                .containsOnly(opened.get(0).digest());
        for (ImageDataset set : opened) {
            assertThat(labels(set)).isEqualTo(labels(opened.get(0)));
            assertThat(pixels(set, 77)).isEqualTo(pixels(opened.get(0), 77));
        }
        assertThat(Datasets.open(spec("folder"), "test", data, cache).digest())
                .isNotEqualTo(opened.get(0).digest());
    }

    @Test
    void labelsMeanTheSameClassInBothSplits() throws IOException {
        Map<String, byte[]> files = threeClasses(2);
        files.keySet().removeIf(path -> path.startsWith("test/ant") || path.startsWith("train/cat/"));
        folder(data.resolve("shapes"), files);

        ImageDataset test = Datasets.open(spec("shapes"), "test", data, cache);

        assertThat(test.classNames()).containsExactly("ant", "cat", "cat-fish");
        assertThat(labels(test)).containsExactly(1, 1, 2, 2);
    }

    @Test
    void decodesOnceAndAgainOnlyWhenTheSourceChanges() throws IOException {
        // Given
        Path folder = folder(data.resolve("shapes"), threeClasses(2));
        List<Integer> decoded = new ArrayList<>();
        String first = Datasets.open(spec("shapes"), "train", data, cache, decoded::add)
                .digest();

        // When, Then
        assertThat(Datasets.open(spec("shapes"), "train", data, cache, decoded::add)
                        .digest())
                .isEqualTo(first);
        assertThat(decoded).containsExactly(6);

        Files.write(folder.resolve("train/ant/9.png"), Fixtures.png(noise(6, 5, 99)));
        ImageDataset changed = Datasets.open(spec("shapes"), "train", data, cache, decoded::add);
        assertThat(changed.digest()).isNotEqualTo(first);
        assertThat(decoded).containsExactly(6, 7);
    }

    @Test
    void makesADamagedCacheAnew() throws IOException {
        // Given
        zip(data.resolve("shapes.zip"), "", threeClasses(2));
        DataSpec spec = spec("shapes.zip");
        String digest = Datasets.open(spec, "train", data, cache).digest();
        Path file = cacheFile();
        byte[] whole = Files.readAllBytes(file);
        for (int damage = 0; damage < whole.length; damage += 41) { // header, names, labels, pixels and digest
            byte[] damaged = whole.clone();
            damaged[damage] ^= 0x40;
            Files.delete(file);
            Files.write(file, damaged);

            // When
            List<Integer> decoded = new ArrayList<>();
            String again =
                    Datasets.open(spec, "train", data, cache, decoded::add).digest();

            // Then
            assertThat(decoded).as("byte %d", damage).containsExactly(6);
            assertThat(again).isEqualTo(digest);
        }
        Files.write(file, Arrays.copyOf(whole, whole.length - 33));
        assertThat(Datasets.open(spec, "train", data, cache).digest()).isEqualTo(digest);
    }

    @Test
    void leavesOnlyTheCacheFile() throws IOException {
        folder(data.resolve("shapes"), threeClasses(2));

        Datasets.open(spec("shapes"), "train", data, cache);

        assertThat(cacheFile()).isRegularFile();
    }

    @Test
    void mapsImagesAcrossSegments() throws IOException {
        folder(data.resolve("shapes"), threeClasses(5));
        ImageDataset whole = Datasets.open(spec("shapes"), "train", data, cache);
        int imageBytes = 3 * 6 * 5;
        ImageHeader header = new ImageHeader(
                15,
                3,
                6,
                5,
                DecodeReport.CLEAN,
                whole.classNames(),
                new Shown(AnnotationKind.LABELS, new int[15], List.of()));
        long start = Files.size(cacheFile()) - 32 - 15L * imageBytes;

        ImageDataset segmented = MappedImages.map(cacheFile(), header, start, "", 4 * imageBytes + 7);

        for (int i = 0; i < 15; i++) {
            assertThat(pixels(segmented, i)).as("image %d", i).isEqualTo(pixels(whole, i));
        }
    }

    static List<Integer> labels(ImageDataset set) {
        return Stream.iterate(0, i -> i + 1).limit(set.size()).map(set::label).toList();
    }

    static byte[] pixels(ImageDataset set, int index) {
        byte[] chw = new byte[set.channels() * set.height() * set.width()];
        set.pixels(index, chw);
        return chw;
    }

    private static byte[] planes(int[][] rgb) {
        int plane = rgb.length * rgb[0].length;
        byte[] chw = new byte[3 * plane];
        for (int i = 0; i < plane; i++) {
            int pixel = rgb[i / rgb[0].length][i % rgb[0].length];
            chw[i] = (byte) (pixel >> 16);
            chw[plane + i] = (byte) (pixel >> 8);
            chw[2 * plane + i] = (byte) pixel;
        }
        return chw;
    }

    private Path cacheFile() throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            List<Path> all =
                    files.filter(file -> !file.endsWith(".locks")).toList(); // what is used is locked, and not written
            assertThat(all).hasSize(1);
            return all.get(0);
        }
    }
}
