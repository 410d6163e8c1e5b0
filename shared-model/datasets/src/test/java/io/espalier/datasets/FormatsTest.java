package io.espalier.datasets;

import static io.espalier.datasets.Fixtures.folder;
import static io.espalier.datasets.Fixtures.tar;
import static io.espalier.datasets.Fixtures.zip;
import static io.espalier.datasets.FormatFixtures.HEIGHT;
import static io.espalier.datasets.FormatFixtures.WIDTH;
import static io.espalier.datasets.FormatFixtures.coco;
import static io.espalier.datasets.FormatFixtures.grey;
import static io.espalier.datasets.FormatFixtures.images;
import static io.espalier.datasets.FormatFixtures.index;
import static io.espalier.datasets.FormatFixtures.masks;
import static io.espalier.datasets.FormatFixtures.voc;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.contracts.DataFormat;
import io.espalier.contracts.DataSpec;
import io.espalier.contracts.Resize;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Small sets of each format, whose content the test knows because it made it.
class FormatsTest {

    @TempDir
    Path data;

    @TempDir
    Path cache;

    @Test
    void everyFormatIsTheSameInAFolderAZipAndATar() throws IOException {
        assertSameEverywhere("images", DataFormat.IMAGES, images());
        assertSameEverywhere("masks", DataFormat.MASK_FOLDER, masks());
        assertSameEverywhere("coco", DataFormat.COCO, coco());
        assertSameEverywhere("voc", DataFormat.PASCAL_VOC, voc());
    }

    private void assertSameEverywhere(String name, DataFormat format, Map<String, byte[]> files) throws IOException {
        folder(data.resolve(name), files);
        zip(data.resolve(name + ".zip"), "in/side/", files);
        tar(data.resolve(name + ".tar.gz"), "", files);

        String digest = open(spec(name, format), "train").digest();

        assertThat(open(spec("zip:" + name + ".zip!/in/side", format), "train").digest())
                .as("%s in a zip", format)
                .isEqualTo(digest);
        assertThat(open(spec(name + ".tar.gz", format), "train").digest())
                .as("%s in a tar, backwards", format)
                .isEqualTo(digest);
        assertThat(open(spec(name, format), "test").digest()).isNotEqualTo(digest);
    }

    @Test
    void imagesHaveNoLabels() throws IOException {
        folder(data.resolve("set"), images());

        ImageDataset set = open(spec("set", DataFormat.IMAGES), "train");

        assertThat(set.size()).isEqualTo(3);
        assertThat(set.classNames()).isEmpty();
        assertThat(set.annotation(1)).isEqualTo(new Annotation.Unlabelled());
        assertThat(new EvaluationBatches(set, Fixtures.PLAIN, 2)
                        .iterator()
                        .next()
                        .targets())
                .isEqualTo(new Targets.None());
    }

    /// Grey 1, 2, ignored 9; and the same indices in a palette whose colours say otherwise.
    @Test
    void masksAreReadByIndex() throws IOException {
        folder(data.resolve("set"), masks());

        ImageDataset set = open(spec("set", DataFormat.MASK_FOLDER, 9, null), "train");

        assertThat(set.classNames()).containsExactly("road", "car", "tree");
        for (int i = 0; i < 2; i++) {
            byte[] mask = new byte[HEIGHT * WIDTH];
            set.mask(i, mask);
            for (int at = 0; at < mask.length; at++) {
                int value = index(at + i);
                assertThat(mask[at] & 0xff).isEqualTo(value == 9 ? Targets.IGNORED : value);
            }
        }
    }

    @Test
    void numbersAreTheNamesOfUnnamedClassesOfAllSplits() throws IOException {
        Map<String, byte[]> files = masks();
        files.remove("classes.txt");
        files.put("test/masks/a.png", grey(at -> 4));
        files.remove("test/labels/a.png");
        folder(data.resolve("set"), files);

        DataSpec spec = spec("set", DataFormat.MASK_FOLDER, 9, null);

        assertThat(open(spec, "train").classNames()).containsExactly("0", "1", "2", "3", "4");
        assertThat(open(spec, "test").classNames()).containsExactly("0", "1", "2", "3", "4");
    }

    /// Categories 7 and 3 of the file are classes 1 and 0; the box without width is dropped.
    @Test
    void cocoBoxesAreCornersWithConsecutiveClasses() throws IOException {
        folder(data.resolve("set"), coco());

        ImageDataset set = open(spec("set", DataFormat.COCO), "train");

        assertThat(set.classNames()).containsExactly("cat", "dog");
        BoxList first = boxes(set, 0);
        assertThat(first.corners()).containsExactly(1, 2, 4.5f, 6, 0, 0, 8, 6);
        assertThat(first.classes()).containsExactly(1, 0);
        assertThat(first.crowd()).containsExactly(false, true);
        assertThat(boxes(set, 1).size()).as("without annotations").isZero();
        assertThat(set.report()).isEqualTo(new DecodeReport(0, List.of(), 1));
    }

    /// VOC's pixels count from 1 and both corners are inside: 2 … 4 is [1, 4).
    @Test
    void vocBoxesCountFromZero() throws IOException {
        folder(data.resolve("set"), voc());

        ImageDataset set = open(spec("set", DataFormat.PASCAL_VOC), "train");

        assertThat(set.size()).isEqualTo(2);
        assertThat(set.classNames()).as("of both splits").containsExactly("bird", "person", "train");
        BoxList first = boxes(set, 0);
        assertThat(first.corners()).containsExactly(1, 2, 4, 5, 0, 0, 8, 6);
        assertThat(first.classes()).containsExactly(1, 0);
        assertThat(first.crowd()).containsExactly(false, true);
    }

    /// Which of the three endings the file should have had, the list does not say.
    @Test
    void vocImagesThatAreNotThereAreNamedAsTheListDoes() throws IOException {
        Map<String, byte[]> files = voc();
        files.remove("JPEGImages/2007_2.png");
        folder(data.resolve("set"), files);

        assertThat(open(Fixtures.spec("set", DataFormat.PASCAL_VOC, 0.6, null, null), "train")
                        .report()
                        .firstCorrupt())
                .containsExactly("JPEGImages/2007_2");
    }

    /// A quarter of the image: the box of 3 × 3 pixels is smaller than one, and still there to be found.
    @Test
    void smallObjectsStayTheTruth() throws IOException {
        folder(data.resolve("set"), voc());
        Resize small = new Resize(HEIGHT / 4, WIDTH / 4, Resize.Mode.STRETCH);

        ImageDataset set = open(Fixtures.spec("set", DataFormat.PASCAL_VOC, 0, null, small), "train");

        assertThat(boxes(set, 0).size()).isEqualTo(2);
        assertThat(boxes(set, 0).crowd()).containsExactly(false, true);
        assertThat(set.report().droppedBoxes()).isZero();
    }

    /// Twice as large: boxes double, each mask pixel becomes four.
    @Test
    void resizingMovesMasksAndBoxes() throws IOException {
        folder(data.resolve("boxes"), coco());
        folder(data.resolve("masks"), masks());
        Resize twice = new Resize(2 * HEIGHT, 2 * WIDTH, Resize.Mode.STRETCH);

        ImageDataset boxes = open(spec("boxes", DataFormat.COCO, null, twice), "train");
        ImageDataset masks = open(spec("masks", DataFormat.MASK_FOLDER, 9, twice), "train");

        assertThat(boxes(boxes, 0).corners()).containsExactly(2, 4, 9, 12, 0, 0, 16, 12);
        byte[] mask = new byte[4 * HEIGHT * WIDTH];
        masks.mask(0, mask);
        for (int y = 0; y < 2 * HEIGHT; y++) {
            for (int x = 0; x < 2 * WIDTH; x++) {
                int value = index(y / 2 * WIDTH + x / 2);
                assertThat(mask[y * 2 * WIDTH + x] & 0xff).isEqualTo(value == 9 ? Targets.IGNORED : value);
            }
        }
    }

    @Test
    void whateverChangesTheContentHasACacheFileOfItsOwn() throws IOException {
        folder(data.resolve("set"), masks());
        open(spec("set", DataFormat.MASK_FOLDER, 9, null), "train");

        open(spec("set", DataFormat.MASK_FOLDER, 9, new Resize(3, 4, Resize.Mode.STRETCH)), "train");
        open(spec("set", DataFormat.MASK_FOLDER, 9, new Resize(3, 4, Resize.Mode.CROP)), "train");

        assertThat(cache.toFile().list((directory, name) -> name.endsWith(".images")))
                .hasSize(3);
    }

    static BoxList boxes(ImageDataset set, int index) {
        return set.annotation(index) instanceof Annotation.Objects objects ? objects.boxes() : BoxList.EMPTY;
    }

    private ImageDataset open(DataSpec spec, String split) {
        return Datasets.open(spec, split, data, cache);
    }

    private static DataSpec spec(String uri, DataFormat format) {
        return spec(uri, format, 9, null);
    }

    private static DataSpec spec(String uri, DataFormat format, @Nullable Integer ignored, @Nullable Resize resize) {
        return Fixtures.spec(uri, format, 0, format == DataFormat.MASK_FOLDER ? ignored : null, resize);
    }
}
