package io.espalier.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.contracts.Augmentation;
import io.espalier.contracts.DataFormat;
import io.espalier.contracts.DataSpec;
import io.espalier.contracts.Preprocessing;
import io.espalier.contracts.Resize;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Road scenes with masks; the numbers are `numpy.bincount` over all masks, and pixels as Pillow 13 opens them.
class CamVidTest {

    private static final Path DATA = Path.of(System.getProperty("espalier.shared", "../../../shared"), "data");

    @TempDir
    static Path cache;

    @BeforeEach
    void requireData() {
        Assumptions.assumeTrue(
                Files.isRegularFile(DATA.resolve("camvid-240x180.zip")),
                "skipped: there is no " + DATA + "/camvid-240x180.zip");
    }

    @Test
    void readsEveryMaskAsPillowDoes() {
        ImageDataset train = open("train", null);
        ImageDataset val = open("val", null);
        ImageDataset test = open("test", null);

        assertThat(train.size()).isEqualTo(367);
        assertThat(val.size()).isEqualTo(101);
        assertThat(test.size()).isEqualTo(233);
        assertThat(train.classNames())
                .containsExactly(
                        "Sky",
                        "Building",
                        "Pole",
                        "Road",
                        "Pavement",
                        "Tree",
                        "SignSymbol",
                        "Fence",
                        "Car",
                        "Pedestrian",
                        "Bicyclist");
        assertThat(counts(train, 12))
                .containsExactly(
                        2655759, 3682975, 156038, 5040098, 710515, 1539084, 185523, 178727, 929651, 101362, 46192,
                        628476);
        assertThat(counts(val, 12))
                .containsExactly(
                        398283, 1128455, 24608, 1269605, 380337, 712482, 38813, 134859, 76359, 28314, 96668, 74417);
    }

    @Test
    void pixelsAndMaskBelongTogether() {
        ImageDataset train = open("train", null);

        assertThat(train.annotation(0)).isInstanceOfSatisfying(Annotation.ClassMask.class, mask -> {
            assertThat(mask.classes()[100 * 240 + 120]).isEqualTo((byte) 8);
            assertThat(mask.classes()[20 * 240 + 200]).isEqualTo((byte) 1);
        });
        assertPixel(train, 0, 100, 120, 129, 140, 136);
        assertPixel(train, 200, 20, 200, 204, 178, 161); // 0016E5_01500
    }

    @Test
    void batchesCarryMasksCutLikeTheirImages() {
        Resize crop = new Resize(176, 240, Resize.Mode.CROP);
        ImageDataset cut = open("val", crop);
        ImageDataset whole = open("val", null);
        byte[] mask = new byte[180 * 240];

        Batch batch = new EvaluationBatches(cut, Fixtures.PLAIN, 4).iterator().next();

        assertThat(batch.targets()).isInstanceOfSatisfying(Targets.Masks.class, masks -> {
            assertThat(masks.height()).isEqualTo(176);
            for (int i = 0; i < 4; i++) {
                whole.mask(i, mask);
                assertThat(Arrays.copyOfRange(masks.classes(), i * 176 * 240, (i + 1) * 176 * 240))
                        .isEqualTo(Arrays.copyOfRange(mask, 2 * 240, 178 * 240));
            }
        });
    }

    private static ImageDataset open(String split, @Nullable Resize resize) {
        Preprocessing preprocessing = new Preprocessing(1, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0), resize);
        DataSpec spec = new DataSpec(
                "zip:camvid-240x180.zip!/camvid",
                DataFormat.MASK_FOLDER,
                "train",
                "val",
                null,
                null,
                0,
                11,
                0,
                preprocessing,
                Augmentation.NONE);
        return Datasets.open(spec, split, DATA, cache);
    }

    /// Pixels of each class, the ignored ones last.
    private static int[] counts(ImageDataset set, int values) {
        int[] counts = new int[values];
        byte[] mask = new byte[set.height() * set.width()];
        for (int i = 0; i < set.size(); i++) {
            set.mask(i, mask);
            for (byte value : mask) {
                counts[(value & 0xff) == Targets.IGNORED ? values - 1 : value]++;
            }
        }
        return counts;
    }

    /// JPEG decoders may differ by a level or two.
    static void assertPixel(ImageDataset set, int index, int y, int x, int... rgb) {
        byte[] chw = new byte[3 * set.height() * set.width()];
        set.pixels(index, chw);
        for (int c = 0; c < 3; c++) {
            assertThat(chw[(c * set.height() + y) * set.width() + x] & 0xff).isCloseTo(rgb[c], within(2));
        }
    }
}
