package io.espalier.cli.npu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.espalier.npu.NpuModel;
import io.espalier.npu.NpuNetwork;
import io.espalier.npu.NpuProfiles;
import io.espalier.npu.calibration.network.Networks;
import io.espalier.runs.latency.EstimateReport;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The page as text, and as a real browser shows it.
class EstimatePageTest {

    private static final int WIDTH = 1160;
    private static final int HEIGHT = 1420;

    @TempDir
    Path directory;

    private static EstimateReport report() {
        NpuNetwork network = NpuNetwork.dense(Networks.named("resnet50-v2").graph());
        List<EstimateReport.Device> devices = Stream.of("rk3588-core", "edge-tpu", "ethos-u65-512", "nvdla-2048")
                .map(NpuProfiles::named)
                .map(profile -> EstimateReport.Device.of(NpuModel.estimate(network, profile)))
                .toList();
        return new EstimateReport("resnet50-v2 <224×224>", 4_089_184_256L, devices, null);
    }

    @Test
    void everyDeviceHasItsDrawingsAndNothingIsLoaded() {
        String page = EstimatePage.of(report());

        assertThat(page).contains("resnet50-v2 &lt;224×224&gt;").doesNotContain("<224", "<script", "src=", "@import");
        for (String device : List.of("rk3588-core", "edge-tpu", "ethos-u65-512", "nvdla-2048")) {
            assertThat(page).contains("aria-label=\"Roofline of " + device, "aria-label=\"Longest layers on " + device);
        }
        assertThat(page).contains("prefers-color-scheme: dark").doesNotContain("NaN", "Infinity");
    }

    /// No layer does more than the device can: its circle lies under the roof.
    @Test
    void noLayerIsAboveThePeak() {
        assertThat(report().devices())
                .allSatisfy(device -> assertThat(device.timed()).allSatisfy(layer -> {
                    double tera = layer.ms() == 0 ? 0 : 2.0 * layer.effectiveMacs() / layer.ms() / 1e9;
                    boolean winograd = device.device().startsWith("nvdla");
                    assertThat(tera).isLessThanOrEqualTo(device.peakTops() * (winograd ? 2.25 : 1) + 1e-9);
                }));
    }

    /// The picture goes to `target/`; with `-Dgolden.update` also into the documentation.
    @Test
    void aBrowserDrawsThePage() throws IOException, InterruptedException {
        Optional<String> browser = browser();
        assumeTrue(browser.isPresent(), "skipped: no Chromium or Chrome on the PATH");
        Path page = Files.writeString(directory.resolve("report.html"), EstimatePage.of(report()));
        Path picture = Path.of(System.getProperty("basedir", "."), "target", "npu-estimate.png")
                .toAbsolutePath();

        draw(browser.orElseThrow(), page, picture);

        BufferedImage image = ImageIO.read(picture.toFile());
        assertThat(image.getWidth()).isEqualTo(WIDTH);
        assertThat(count(image, 0x0072b2)).as("pixels of bars").isGreaterThan(5_000);
        assertThat(count(image, 0xd55e00)).as("pixels of roofs").isGreaterThan(500);
        if (System.getProperty("golden.update") != null) {
            Path documented = Path.of(System.getProperty("basedir", "."), "../docs/images/npu-estimate.png");
            Files.copy(picture, documented, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private void draw(String browser, Path page, Path picture) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        browser,
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--hide-scrollbars",
                        "--user-data-dir=" + directory.resolve("profile"),
                        "--window-size=" + WIDTH + "," + HEIGHT,
                        "--screenshot=" + picture,
                        page.toUri().toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("browser.log").toFile())
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        assertThat(picture).isNotEmptyFile();
    }

    private static long count(BufferedImage image, int colour) {
        long count = 0;
        for (int rgb : image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth())) {
            count += (rgb & 0xffffff) == colour ? 1 : 0;
        }
        return count;
    }

    private static Optional<String> browser() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }
}
