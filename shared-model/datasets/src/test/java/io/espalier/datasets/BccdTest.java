package io.espalier.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.contracts.Augmentation;
import io.espalier.contracts.DataFormat;
import io.espalier.contracts.DataSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Blood cells with boxes; the numbers are counts of Python's `json` over the annotation files.
class BccdTest {

    private static final Path DATA = Path.of(System.getProperty("espalier.shared", "../../../shared"), "data");
    private static final DataSpec SPEC = new DataSpec(
            "zip:bccd-coco-320x240.zip!/bccd",
            DataFormat.COCO,
            "train",
            "val",
            null,
            null,
            0,
            null,
            0,
            Fixtures.PLAIN,
            Augmentation.NONE);

    @TempDir
    static Path cache;

    @BeforeEach
    void requireData() {
        Assumptions.assumeTrue(
                Files.isRegularFile(DATA.resolve("bccd-coco-320x240.zip")),
                "skipped: there is no " + DATA + "/bccd-coco-320x240.zip");
    }

    @Test
    void holdsEveryBox() {
        ImageDataset train = Datasets.open(SPEC, "train", DATA, cache);
        ImageDataset val = Datasets.open(SPEC, "val", DATA, cache);

        assertThat(train.size()).isEqualTo(292);
        assertThat(val.size()).isEqualTo(72);
        assertThat(train.classNames())
                .containsExactly("RBC", "WBC", "Platelets")
                .isEqualTo(val.classNames());
        assertThat(boxesByClass(train)).containsExactly(3348, 301, 292);
        assertThat(boxesByClass(val)).containsExactly(805, 71, 69); // 4,886 in all
        assertThat(train.report()).isEqualTo(DecodeReport.CLEAN);
    }

    /// The sixth image of the validation split, `BloodImage_00019.jpg`, has 17 boxes in the file.
    @Test
    void batchesCarryTheBoxesOfTheirImages() {
        ImageDataset val = Datasets.open(SPEC, "val", DATA, cache);

        Batch batch = new EvaluationBatches(val, Fixtures.PLAIN, 6).iterator().next();

        assertThat(batch.targets()).isInstanceOfSatisfying(Targets.Boxes.class, boxes -> {
            assertThat(boxes.images()).hasSize(6);
            BoxList sixth = boxes.images().get(5);
            assertThat(sixth.size()).isEqualTo(17);
            assertThat(sixth.corners()).startsWith(53.5f, 48.5f, 147.5f, 133.5f, 20.5f, 79.0f, 63.0f, 140.0f);
            assertThat(sixth.classes()).startsWith(1, 0, 0);
            assertThat(sixth.crowd()).containsOnly(false);
        });
        CamVidTest.assertPixel(val, 5, 100, 200, 179, 159, 160);
    }

    private static int[] boxesByClass(ImageDataset set) {
        int[] counts = new int[3];
        for (int i = 0; i < set.size(); i++) {
            if (set.annotation(i) instanceof Annotation.Objects objects) {
                for (int label : objects.boxes().classes()) {
                    counts[label]++;
                }
            }
        }
        return counts;
    }
}
