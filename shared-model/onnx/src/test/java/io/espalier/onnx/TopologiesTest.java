package io.espalier.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.onnx.op.Scaffold;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Nine topologies and two networks to train: read, shaped, written and brought into their training form.
class TopologiesTest {

    /// Sums may be taken in another order where the training form took nodes away.
    private static final double RELATIVE = 1e-4;

    private static final double ABSOLUTE = 1e-5;

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
                "unet_small",
                "tiny_detector",
                "tiny_segmenter"
            })
    void whatIsWrittenComputesTheSame(String name) throws IOException {
        byte[] file = SharedModels.read(name);
        Graph graph = OnnxFile.read(file);
        Graph form = TrainingForm.of(graph);
        assertThat(form.nodes()).noneMatch(node -> node.operator() instanceof Scaffold);
        assertThat(ShapeInference.infer(form).values())
                .allSatisfy(shape -> assertThat(shape.bound(3).isFixed()).isTrue());

        ValueInfo input = graph.inputs().get(0);
        Map<String, Tensor> feeds =
                Map.of(input.name(), Graphs.random(2, input.shape().bound(2).sizes()));
        Map<String, Tensor> expected = OnnxRuntime.run(file, feeds);
        assertThat(OnnxRuntime.run(OnnxFile.write(graph), feeds).equals(expected))
                .as("the file as it was read")
                .isTrue();
        Map<String, Tensor> actual = OnnxRuntime.run(OnnxFile.write(form), feeds);
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        expected.forEach((output, tensor) -> {
            assertThat(ShapeInference.infer(form).get(output))
                    .as(output)
                    .extracting(shape -> shape.bound(2))
                    .isEqualTo(Shape.of(tensor.shape()));
            assertThat(worst(Objects.requireNonNull(actual.get(output)), tensor))
                    .as(output)
                    .isLessThanOrEqualTo(1);
        });
    }

    /// The largest deviation as a multiple of what is allowed for each element.
    private static double worst(Tensor actual, Tensor expected) {
        float[] a = actual.floats();
        float[] b = expected.floats();
        assertThat(a).hasSameSizeAs(b);
        return IntStream.range(0, b.length)
                .mapToDouble(i -> Math.abs(a[i] - (double) b[i]) / (ABSOLUTE + RELATIVE * Math.abs(b[i])))
                .max()
                .orElseThrow();
    }
}
