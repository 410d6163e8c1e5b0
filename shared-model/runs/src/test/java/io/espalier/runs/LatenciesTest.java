package io.espalier.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.contracts.Json;
import io.espalier.contracts.RunSpec;
import io.espalier.contracts.RunSpecReader;
import io.espalier.npu.NpuModel;
import io.espalier.npu.NpuProfiles;
import io.espalier.npu.NpuReport;
import io.espalier.onnx.OnnxFile;
import io.espalier.onnx.TrainingForm;
import io.espalier.runs.latency.EstimateReport;
import io.espalier.runs.latency.LayerRow;
import io.espalier.runs.latency.MeasuredLatency;
import io.espalier.smart.training.Checkpoints;
import io.espalier.smart.training.RunListener;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// The layers on every device, against the model's own totals and against files of other versions.
final class LatenciesTest {

    private static final List<String> DEVICES = List.of("systolic-32x32", "rk3588-core", "edge-tpu");

    private final byte[] model = Dots.model(Dots.CLASSES);
    private final EstimateReport report = new EvaluationWork(
                    new RunEnvironment(Path.of("."), Path.of("."), Checkpoints.NONE, RunListener.NONE))
            .latencies(model, spec());

    private static RunSpec spec() {
        return RunSpecReader.read("""
                model: dots
                data: {uri: "file:/nowhere"}
                device: systolic-32x32
                gates:
                  latency: [{device: rk3588-core, max-ms: 5}, {device: edge-tpu, max-ms: 5}]
                """);
    }

    @Test
    void everyDeviceThatTheSpecNamesHasItsLayersAndTheyAddUp() {
        assertThat(report.devices()).extracting(EstimateReport.Device::device).containsExactlyElementsOf(DEVICES);
        for (EstimateReport.Device device : report.devices()) {
            NpuReport alone =
                    NpuModel.estimate(TrainingForm.of(OnnxFile.read(model)), NpuProfiles.named(device.device()));
            assertThat(device.cycles()).isEqualTo(alone.cycles());
            assertThat(device.cycles())
                    .isEqualTo(alone.host().linkCycles()
                            + alone.host().inferenceCycles()
                            + device.layers().stream()
                                    .mapToLong(LayerRow::cycles)
                                    .sum());
            assertThat(device.foldsSkipped())
                    .isEqualTo(device.layers().stream()
                            .mapToLong(LayerRow::foldsSkipped)
                            .sum());
            assertThat(device.source()).isEqualTo("estimated");
            assertThat(device.confidence()).isIn("exact-reference", "calibrated", "uncalibrated");
        }
    }

    @Test
    void aLayersMultiplyAccumulatesAreThoseOfItsConvolution() {
        assertThat(report.devices()).allSatisfy(device -> assertThat(device.layers())
                .filteredOn(layer -> layer.name().equals("body"))
                .singleElement()
                .extracting(LayerRow::macs)
                .isEqualTo(12L * 8 * 9 * 64)); // channels out × in × taps × pixels
    }

    @Test
    void theProcessorIsMeasuredBesideThem() {
        MeasuredLatency measured = Objects.requireNonNull(report.measured(), "measured is absent");

        assertThat(measured.source()).isEqualTo("measured");
        assertThat(measured.threads()).isEqualTo(1);
        assertThat(measured.runs()).isBetween(5, 50);
        assertThat(measured.medianMs()).isPositive().isLessThanOrEqualTo(measured.p95Ms());
    }

    @Test
    void jsonLeavesNothingOut() {
        assertThat(Json.read(Json.write(report), EstimateReport.class)).isEqualTo(report);
    }
}
