package io.espalier.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.contracts.Augmentation;
import io.espalier.contracts.DataSpec;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipFile;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The real CIFAR-10, as JPEG files in a zip.
class CifarZipIT {

    private static final Path DATA = Path.of(System.getProperty("espalier.shared", "../../../shared"), "data");
    private static final DataSpec SPEC = Fixtures.spec("zip:cifar10-jpeg.zip!/cifar10", 0, new Augmentation(true, 4));

    @TempDir
    static Path cache;

    @BeforeEach
    void requireData() {
        Assumptions.assumeTrue(
                Files.isRegularFile(DATA.resolve("cifar10-jpeg.zip")),
                "skipped: there is no " + DATA + "/cifar10-jpeg.zip");
    }

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void holdsBothSplits() throws IOException {
        ImageDataset train = Datasets.open(SPEC, "train", DATA, cache);
        ImageDataset test = Datasets.open(SPEC, "test", DATA, cache);

        assertThat(train.size()).isEqualTo(50_000);
        assertThat(test.size()).isEqualTo(10_000);
        assertThat(train.classNames())
                .containsExactly(
                        "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")
                .isEqualTo(test.classNames());
        assertThat(train.label(4_999)).isZero();
        assertThat(train.label(5_000)).isEqualTo(1);
        assertThat(DatasetsTest.pixels(train, 0)).isEqualTo(byImageIo("cifar10/train/airplane/0000.jpg"));
        assertThat(DatasetsTest.pixels(test, 9_999)).isEqualTo(byImageIo("cifar10/test/truck/0999.jpg"));
    }

    private static byte[] byImageIo(String entry) throws IOException {
        try (ZipFile zip = new ZipFile(DATA.resolve("cifar10-jpeg.zip").toFile())) {
            BufferedImage image = ImageIO.read(zip.getInputStream(zip.getEntry(entry)));
            byte[] chw = new byte[3 * 32 * 32];
            for (int c = 0; c < 3; c++) {
                for (int y = 0; y < 32; y++) {
                    for (int x = 0; x < 32; x++) {
                        chw[(c * 32 + y) * 32 + x] = (byte) image.getRaster().getSample(x, y, c);
                    }
                }
            }
            return chw;
        }
    }
}
