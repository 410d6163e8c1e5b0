package io.espalier.npu.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.npu.NpuModel;
import io.espalier.npu.NpuNetwork;
import io.espalier.npu.NpuProfile;
import io.espalier.npu.NpuProfiles;
import io.espalier.npu.calibration.network.Networks;
import io.espalier.npu.profile.Confidence;
import io.espalier.npu.profile.Overhead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrationTest {

    private static final Map<String, NpuNetwork> BUILT = new HashMap<>();

    @TempDir
    Path directory;

    private static NpuNetwork network(String name) {
        return BUILT.computeIfAbsent(
                name, known -> NpuNetwork.dense(Networks.named(known).graph()));
    }

    /// A device that behaves exactly as the model with other figures says must be predicted exactly.
    @Test
    void figuresThatMadeTheMeasurementsPredictThoseHeldOut() {
        NpuProfile device = NpuProfiles.named("rk3588-core");
        NpuProfile truth = device.withOverhead(new Overhead(0.7, 30, 250));
        List<Measurement> measured = List.of(
                        "mobilenet-v1",
                        "mobilenet-v2",
                        "squeezenet",
                        "inception-v1",
                        "resnet50-v2",
                        "densenet121",
                        "vgg16",
                        "yolov5n")
                .stream()
                .map(name -> new Measurement(
                        name, "x", NpuModel.estimate(network(name), truth).milliseconds(), "made"))
                .toList();

        Calibration calibration = Calibration.fit(device, measured, CalibrationTest::network);

        assertThat(calibration.heldOut().medianAbsolutePercent()).isLessThan(8);
        assertThat(calibration.heldOut().rankCorrelation()).isEqualTo(1);
        assertThat(calibration.before().medianAbsolutePercent()).isGreaterThan(15);
        assertThat(calibration.profile().confidence()).isEqualTo(Confidence.CALIBRATED);
        assertThat(calibration.predictions())
                .extracting(Prediction::heldOut)
                .containsExactly(false, true, false, true, false, true, false, true);
        assertThat(calibration.predictions())
                .isSortedAccordingTo((a, b) -> Double.compare(a.measuredMs(), b.measuredMs()));
    }

    @Test
    void tooFewMeasurementsAreRefused() {
        List<Measurement> three = List.of(
                new Measurement("vgg16", "x", 1, ""),
                new Measurement("vgg19", "x", 1, ""),
                new Measurement("a", "x", 1, ""));

        assertThatThrownBy(() -> Calibration.fit(NpuProfiles.named("rk3588-core"), three, CalibrationTest::network))
                .hasMessageContaining("at least 4");
    }

    @Test
    void everyProfileIsReadBackEqual() throws IOException {
        for (NpuProfile profile : NpuProfiles.all()) {
            Path file =
                    Files.writeString(directory.resolve(profile.name() + ".yaml"), ProfileWriter.yaml(profile, null));

            assertThat(NpuProfiles.read(file)).isEqualTo(profile);
        }
    }

    @Test
    void fittedFiguresCarryTheirSource() throws IOException {
        String yaml = ProfileWriter.yaml(NpuProfiles.named("rk3588-core"), "fitted to five networks");
        NpuProfile read = NpuProfiles.read(Files.writeString(directory.resolve("rk.yaml"), yaml));

        assertThat(read.sources())
                .containsEntry("overhead.launch-micros", "fitted to five networks")
                .containsEntry("memory.dram-efficiency", "fitted to five networks")
                .containsKey("engine.macs");
    }

    /// Worked by hand: ranks of 3 1 2 2 are 4 1 2.5 2.5.
    @Test
    void errorsAreThoseOfTheTextbook() {
        assertThat(Errors.spearman(new double[] {1, 2, 3, 4}, new double[] {10, 20, 30, 40}))
                .isEqualTo(1);
        assertThat(Errors.spearman(new double[] {1, 2, 3, 4}, new double[] {4, 3, 2, 1}))
                .isEqualTo(-1);
        assertThat(Errors.spearman(new double[] {3, 1, 2, 2}, new double[] {3, 1, 2, 4}))
                .isCloseTo(3.0 / Math.sqrt(4.5 * 5), within(1e-12));
        assertThat(Errors.median(new double[] {5, 1, 3})).isEqualTo(3);
        assertThat(Errors.median(new double[] {4, 1, 3, 2})).isEqualTo(2.5);
        assertThat(new Prediction("n", 20, 15, true).errorPercent()).isEqualTo(-25);
    }
}
