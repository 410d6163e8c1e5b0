package io.espalier.npu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.espalier.onnx.Graph;
import io.espalier.onnx.ModelSummary;
import io.espalier.onnx.OnnxFile;
import io.espalier.onnx.TrainingForm;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Products as a device sees them and multiply-accumulates as a summary counts them are two ways to one number.
class SummaryTest {

    private static final Path MODELS = Path.of(System.getProperty("espalier.shared", "../../../shared"), "models");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bilateral_segmenter",
                "csp_pan_detector_m",
                "deeplabv3_mobilenet_v3_large",
                "densenet121",
                "googlenet",
                "mobilenet_v2",
                "resnet18",
                "resnet50",
                "unet_small"
            })
    void everyLayerOfTheTopologiesHasTheSameCountTwice(String name) throws IOException {
        Path zip = MODELS.resolve("topologies.zip");
        assumeTrue(Files.isRegularFile(zip), "skipped: no topologies at " + zip);
        try (ZipFile topologies = new ZipFile(zip.toFile())) {
            ZipEntry entry = topologies.getEntry(name + ".onnx");
            try (InputStream bytes = topologies.getInputStream(entry)) {
                assertSameCounts(OnnxFile.read(bytes.readAllBytes()));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny_detector", "tiny_segmenter"})
    void everyLayerOfTheUntrainedNetworksHasTheSameCountTwice(String name) throws IOException {
        Path file = MODELS.resolve("untrained").resolve(name + ".onnx");
        assumeTrue(Files.isRegularFile(file), "skipped: no network at " + file);
        assertSameCounts(OnnxFile.read(file));
    }

    private static void assertSameCounts(Graph graph) {
        ModelSummary summary = ModelSummary.of(graph);
        NpuReport report = NpuModel.estimate(TrainingForm.of(graph), NpuProfiles.named("systolic-32x32-dense"));
        assertThat(report.layers()).hasSameSizeAs(summary.layers());
        for (int i = 0; i < report.layers().size(); i++) {
            LayerEstimate layer = report.layers().get(i);
            long macs = layer instanceof LayerEstimate.OnArray product
                    ? product.gemm().macs()
                    : 0;
            assertThat(summary.layers().get(i).macs()).as(layer.name()).isEqualTo(macs);
        }
        assertThat(summary.macs()).isPositive().isEqualTo(report.macs());
    }
}
