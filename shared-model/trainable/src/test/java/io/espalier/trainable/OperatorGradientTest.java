package io.espalier.trainable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import io.espalier.datasets.Batch;
import io.espalier.onnx.Graph;
import io.espalier.onnx.Node;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.TrainingForm;
import io.espalier.onnx.op.Conv;
import io.espalier.onnx.op.Window;
import io.espalier.trainable.loss.Loss;
import io.espalier.trainable.loss.LossValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Gradients through an operator of each family, by central differences of a weight in front of it.
class OperatorGradientTest {

    private static final double STEP = 2e-3;

    /// A float32 loss of size one errs by 1e-7, its quotient by 1e-4; kinks within a step move single elements.
    private static final double ABSOLUTE_TOLERANCE = 5e-4;

    private static final double RELATIVE_TOLERANCE = 0.02;

    private static final Set<String> FAMILIES = Set.of(
            "PRelu per channel",
            "PRelu per column",
            "Elu",
            "Selu own constants",
            "Celu",
            "Gelu erf",
            "Gelu tanh",
            "HardSwish",
            "Erf",
            "Mish",
            "Softplus",
            "Softsign",
            "Tanh",
            "Log",
            "Reciprocal",
            "x times sigmoid",
            "Pow cubed",
            "Pow per channel",
            "Sub from",
            "Div",
            "Mul by itself",
            "Mean of three",
            "Where computed",
            "Conv dilated uneven",
            "ConvTranspose uneven",
            "ConvTranspose grouped",
            "ConvTranspose cropped much",
            "ConvTranspose of one axis",
            "MaxPool uneven",
            "AveragePool uneven",
            "AveragePool dilated counting padding uneven",
            "GlobalMaxPool",
            "GlobalAveragePool",
            "Resize NEAREST ASYMMETRIC FLOOR a=-0.75 by 2.0 2.0",
            "Resize NEAREST ALIGN_CORNERS CEIL a=-0.75 to 10 4",
            "Resize LINEAR HALF_PIXEL FLOOR a=-0.75 by 2.0 3.0",
            "Resize LINEAR ASYMMETRIC FLOOR a=-0.75 to 10 4",
            "Resize CUBIC ALIGN_CORNERS FLOOR a=-0.75 by 2.0 3.0",
            "Resize CUBIC HALF_PIXEL FLOOR a=-0.5 by 1.7 0.6",
            "Resize LINEAR of a region beyond",
            "DepthToSpace DCR",
            "DepthToSpace CRD",
            "SpaceToDepth",
            "Tile",
            "Expand",
            "Split last",
            "Pad reflect cropping",
            "Pad wrap",
            "Slice backwards",
            "Gather a table",
            "GatherElements",
            "ReduceL2 of some",
            "ReduceLogSumExp of some",
            "ReduceMax of one",
            "ReduceProd of one",
            "ReduceSumSquare of none",
            "TopK values",
            "InstanceNormalization",
            "LayerNormalization scaled otherwise",
            "GroupNormalization per group",
            "Softmax flattened",
            "LogSoftmax",
            "MatMul of computed values",
            "Gemm turned");

    private final Batch batch = OperatorCase.batch(2);

    static Stream<OperatorCase> agreesWithCentralDifferences() {
        return OperatorTest.cases().filter(tested -> FAMILIES.contains(tested.name()));
    }

    @Test
    void everyFamilyIsFound() {
        assertThat(agreesWithCentralDifferences().map(OperatorCase::name))
                .containsExactlyInAnyOrderElementsOf(FAMILIES);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void agreesWithCentralDifferences(OperatorCase tested) {
        try (TrainableGraph graph = TrainableGraph.compile(TrainingForm.of(behindConv(tested)), List.of(), 1)) {
            graph.backward(batch, projection());
            float[] gradient = graph.gradient("mix");
            float[] weight = graph.read("mix");
            double largest = 0;
            for (int i = 0; i < gradient.length; i++) {
                double quotient = (lossAt(graph, weight, i, STEP) - lossAt(graph, weight, i, -STEP)) / (2 * STEP);
                double allowed = ABSOLUTE_TOLERANCE + RELATIVE_TOLERANCE * Math.abs(quotient);
                assertThat((double) gradient[i]).as("element " + i).isCloseTo(quotient, within(allowed));
                largest = Math.max(largest, Math.abs(quotient));
            }
            assertThat(largest).as("some element matters").isGreaterThan(10 * ABSOLUTE_TOLERANCE);
        }
    }

    private double lossAt(TrainableGraph graph, float[] weight, int index, double change) {
        float[] changed = weight.clone();
        changed[index] += (float) change;
        graph.write("mix", changed);
        double loss = graph.backward(batch, projection()).loss();
        graph.write("mix", weight);
        return loss;
    }

    /// The mean of `y · t` with fixed random t, scaled to size one.
    static Loss projection() {
        return (outputs, batch) -> {
            NDArray y = outputs.first();
            SplittableRandom random = new SplittableRandom(5);
            float[] targets = new float[Math.toIntExact(y.size())];
            for (int i = 0; i < targets.length; i++) {
                targets[i] = (float) random.nextGaussian();
            }
            NDArray t = y.getManager().create(targets, y.getShape());
            return new LossValue(y.mul(t).sum().div((float) Math.sqrt(targets.length)), Map.of());
        };
    }

    /// The case with a mixture of the channels in place of the image.
    static Graph behindConv(OperatorCase tested) {
        List<Node> nodes = new ArrayList<>();
        Conv conv = new Conv(1, Window.square(1, 1, 0));
        nodes.add(new Node("mixture", conv, List.of(OperatorCase.IMAGE, "mix"), List.of("mixed")));
        for (Node node : tested.nodes()) {
            List<String> inputs = node.inputs().stream()
                    .map(input -> input.equals(OperatorCase.IMAGE) ? "mixed" : input)
                    .toList();
            nodes.add(node.withInputs(inputs));
        }
        Map<String, Tensor> constants = new LinkedHashMap<>(tested.constants());
        constants.put("mix", OperatorCase.ramp(3, 3, 1, 1));
        return new OperatorCase(tested.name(), nodes, constants, tested.type(), tested.opset()).graph();
    }
}
