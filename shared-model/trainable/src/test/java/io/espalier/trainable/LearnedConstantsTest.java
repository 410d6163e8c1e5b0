package io.espalier.trainable;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.onnx.Node;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.TrainingForm;
import io.espalier.onnx.op.Add;
import io.espalier.onnx.op.Concat;
import io.espalier.onnx.op.Conv;
import io.espalier.onnx.op.Expand;
import io.espalier.onnx.op.GlobalAveragePool;
import io.espalier.onnx.op.MatMul;
import io.espalier.onnx.op.Mul;
import io.espalier.onnx.op.Operator;
import io.espalier.onnx.op.PRelu;
import io.espalier.onnx.op.Reshape;
import io.espalier.onnx.op.ShapeOf;
import io.espalier.onnx.op.Softmax;
import io.espalier.onnx.op.Sub;
import io.espalier.onnx.op.Window;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Which constants are trained, by where they stand: normalised images, two convolutions with operands between them,
/// a decoded result.
class LearnedConstantsTest {

    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Tensor> constants = new LinkedHashMap<>();
    private String last = OperatorCase.IMAGE;

    @Test
    void operandsBetweenLayersAreNotThoseAround() {
        // Given
        constants.put("mean", OperatorCase.ramp(3, 1, 1));
        constants.put("deviation", OperatorCase.ramp(3, 1, 1));
        constants.put("first.weight", OperatorCase.ramp(3, 3, 1, 1));
        constants.put("first.bias", OperatorCase.ramp(1, 3, 1, 1));
        constants.put("slope", OperatorCase.ramp(3, 1, 1));
        constants.put("layer.scale", OperatorCase.ramp(3, 1, 1));
        constants.put("position", OperatorCase.ramp(1, 3, 7, 7));
        constants.put("/computed_output_0", OperatorCase.ramp(3, 1, 1));
        constants.put("one", Tensor.ofFloats(new long[] {1}, 0.5f));
        constants.put("mask", Tensor.ofFloats(new long[] {7}, 0, 0, 0, 0, 0, -100, -100));
        constants.put("second.weight", OperatorCase.ramp(4, 3, 1, 1));
        constants.put("second.bias", OperatorCase.ramp(4, 1, 1));
        constants.put("strides", OperatorCase.ramp(4, 1, 1));
        constants.put("grid", OperatorCase.ramp(1, 1, 7, 7));

        // When
        then(new Sub(), "mean");
        then(new Mul(), "deviation");
        conv("first.weight");
        then(new Add(), "first.bias");
        then(new PRelu(), "slope");
        then(new Mul(), "layer.scale");
        then(new Add(), "position");
        then(new Add(), "/computed_output_0");
        then(new Mul(), "one");
        then(new Add(), "mask");
        conv("second.weight");
        then(new Add(), "second.bias");
        then(new Mul(), "strides");
        then(new Add(), "grid");

        // Then
        assertThat(learned())
                .containsExactlyInAnyOrder(
                        "first.weight",
                        "first.bias",
                        "slope",
                        "layer.scale",
                        "position",
                        "second.weight",
                        "second.bias");
    }

    /// The expectation of a distribution over 0, 1, 2, … is no layer, however it is written.
    @Test
    void countsAreNoWeights() {
        constants.put("weight", OperatorCase.ramp(7, 5));
        constants.put("support", Tensor.ofFloats(new long[] {5, 1}, 0, 1, 2, 3, 4));
        then(new MatMul(), "weight");
        then(new Softmax(-1, false));
        then(new MatMul(), "support");

        assertThat(learned()).containsExactly("weight");
    }

    /// A layer's operand is a weight whatever its values: a strongly negative bias is no attention mask.
    @Test
    void stronglyNegativeBiasesAndCountingBiasesAreLearned() {
        constants.put("first.weight", OperatorCase.ramp(4, 3, 1, 1));
        constants.put("first.bias", Tensor.ofFloats(new long[] {4}, 0, -120, 1, 2));
        constants.put("second.weight", OperatorCase.ramp(4, 4, 1, 1));
        constants.put("second.bias", Tensor.ofFloats(new long[] {4}, 0, 1, 2, 3));
        then(new Conv(1, Window.square(1, 1, 0)), "first.weight", "first.bias");
        then(new Conv(1, Window.square(1, 1, 0)), "second.weight", "second.bias");

        assertThat(learned()).containsExactlyInAnyOrder("first.weight", "first.bias", "second.weight", "second.bias");
    }

    @Test
    void aClassTokenIsLearnedACoordinateIsNot() {
        // Given
        constants.put("shape", Tensor.ofVector(0, 3, 49));
        constants.put("token", OperatorCase.ramp(1, 1, 49));
        constants.put("coordinates", OperatorCase.ramp(1, 2, 49));
        constants.put("one", Tensor.ofVector(1, 49));
        constants.put("two", Tensor.ofVector(2, 49));
        constants.put("weight", OperatorCase.ramp(49, 4));

        // When
        then(new Reshape(false), "shape");
        nodes.add(new Node("count", new ShapeOf(0, 1), List.of(OperatorCase.IMAGE), List.of("batch")));
        nodes.add(new Node("tokensShape", new Concat(0), List.of("batch", "one"), List.of("batches")));
        nodes.add(new Node("placesShape", new Concat(0), List.of("batch", "two"), List.of("batched")));
        nodes.add(new Node("many", new Expand(), List.of("token", "batches"), List.of("tokens")));
        nodes.add(new Node("places", new Expand(), List.of("coordinates", "batched"), List.of("placed")));
        nodes.add(new Node("joined", new Concat(1), List.of("tokens", last, "placed"), List.of("j")));
        last = "j";
        then(new MatMul(), "weight");

        // Then
        assertThat(learned()).containsExactlyInAnyOrder("token", "weight");
    }

    private void conv(String weight) {
        then(new Conv(1, Window.square(1, 1, 0)), weight);
    }

    private void then(Operator operator, String... inputs) {
        String input = last;
        last = "v" + nodes.size();
        List<String> all = new ArrayList<>(List.of(input));
        all.addAll(List.of(inputs));
        nodes.add(new Node("", operator, all, List.of(last)));
    }

    private List<String> learned() {
        nodes.add(new Node("", new GlobalAveragePool(), List.of(last), List.of(OperatorCase.RESULT)));
        try (TrainableGraph graph = TrainableGraph.compile(
                TrainingForm.of(OperatorCase.of("learned", nodes, constants).graph()), List.of(), 1)) {
            return graph.parameters().stream().map(Parameter::name).toList();
        }
    }
}
