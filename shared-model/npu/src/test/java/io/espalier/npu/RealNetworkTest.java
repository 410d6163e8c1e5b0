package io.espalier.npu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.espalier.onnx.Graph;
import io.espalier.onnx.OnnxFile;
import io.espalier.onnx.TrainingForm;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// A trained ResNet-20 (three stages of 16, 32 and 64 channels on 32 × 32 pixels), where it is at hand.
class RealNetworkTest {

    /// He et al. 2016, section 4.2: a first 3×3 convolution, then 3 stages of 3 blocks of two. Each stage halves the
    /// sides and doubles the channels, so that its convolutions cost what those before cost, and its first one half
    /// of that; then 10 classes. Shortcuts have no weights.
    private static final long CONVOLUTION = 32 * 32 * 16 * 16 * 9;

    private static final long MACS = 32 * 32 * 16 * 27 + 16 * CONVOLUTION + 2 * (CONVOLUTION / 2) + 64 * 10;

    /// "0.27 M" in table 6, there with biases and normalisation.
    private static final long WEIGHTS = 16 * 27 + 6 * 2304 + (4608 + 5 * 9216) + (18432 + 5 * 36864) + 64 * 10;

    @Test
    void resNet20HasTheMultipliesAndWeightsOfThePaper() throws Exception {
        for (NpuProfile profile : NpuProfiles.all()) {
            NpuReport report = NpuModel.estimate(model("resnet20-cifar10.onnx"), profile);
            assertThat(report.macs()).isEqualTo(MACS).isEqualTo(report.effectiveMacs());
            long bytes = WEIGHTS * profile.dataType().bytes();
            assertThat(report.weightBytes()).isEqualTo(bytes).isEqualTo(report.denseWeightBytes());
            assertThat(report.foldsSkipped()).isZero();
        }
    }

    @Test
    void normalisationCostsNothingWhetherFoldedOrFused() throws Exception {
        NpuProfile profile = NpuProfiles.named("systolic-32x32");
        assertThat(NpuModel.estimate(model("resnet20-cifar10.onnx"), profile).cycles())
                .isEqualTo(NpuModel.estimate(model("resnet20-cifar10-bn-folded.onnx"), profile)
                        .cycles());
    }

    private static Graph model(String file) throws Exception {
        Path path = Path.of(System.getProperty("espalier.shared", "../../../shared"), "models", "pretrained", file);
        assumeTrue(Files.isRegularFile(path), "skipped: no trained network at " + path);
        return TrainingForm.of(OnnxFile.read(path));
    }
}
