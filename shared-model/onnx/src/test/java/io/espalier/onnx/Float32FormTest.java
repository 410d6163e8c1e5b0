package io.espalier.onnx;

import static io.espalier.onnx.Graphs.node;
import static io.espalier.onnx.Graphs.random;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.onnx.op.Add;
import io.espalier.onnx.op.ArgReduce;
import io.espalier.onnx.op.Cast;
import io.espalier.onnx.op.Constant;
import io.espalier.onnx.op.MatMul;
import io.espalier.onnx.op.Relu;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Graphs of other floating types in their training form, against ONNX Runtime.
class Float32FormTest {

    private static final Shape ROWS = Shape.of(Dim.of("batch"), Dim.of(4));

    /// Half a unit in the last place of the type, for weights and activations below 4, over 4 products.
    private static double tolerance(ElementType type) {
        return switch (type) {
            case FLOAT16 -> 0x1p-7;
            case DOUBLE -> 0x1p-20;
            default -> throw new IllegalArgumentException(type.name());
        };
    }

    /// relu(x · W + 1) with everything of one type but the graph's input and output.
    private static Graph inside(ElementType type) {
        Map<String, Tensor> initializers = new LinkedHashMap<>();
        initializers.put("w", ConstantArithmetic.cast(random(1, 4, 3), type));
        return Graphs.of(
                ROWS,
                "y",
                initializers,
                node(new Cast(type, true), "typed", "x"),
                node(new MatMul(), "product", "typed", "w"),
                node(new Constant(ConstantArithmetic.cast(Tensor.ofScalar(1f), type)), "one"),
                node(new Add(), "sum", "product", "one"),
                node(new Relu(), "active", "sum"),
                node(new Cast(ElementType.FLOAT, true), "y", "active"));
    }

    @ParameterizedTest
    @EnumSource(
            value = ElementType.class,
            names = {"FLOAT16", "DOUBLE"})
    void theFormComputesWhatTheFileDoes(ElementType type) {
        Graph graph = inside(type);
        Graph form = TrainingForm.of(graph);
        assertThat(form.nodes())
                .extracting(node -> node.operator().type())
                .as("no cast is left")
                .containsExactly("MatMul", "Add", "Relu");
        assertThat(form.initializers().values()).allMatch(tensor -> tensor.type() == ElementType.FLOAT);

        Map<String, Tensor> feeds = Map.of("x", random(2, 5, 4));
        float[] expected = output(graph, feeds).floats();
        float[] actual = output(form, feeds).floats();
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) Math.abs(actual[i] - expected[i])).isLessThan(tolerance(type));
        }
    }

    private static Tensor output(Graph graph, Map<String, Tensor> feeds) {
        return OnnxRuntime.run(OnnxFile.write(graph), feeds).values().iterator().next();
    }

    @ParameterizedTest
    @EnumSource(
            value = ElementType.class,
            names = {"FLOAT16", "BFLOAT16", "DOUBLE"})
    void inputsAndOutputsAreFloat32(ElementType type) {
        Graph graph = new Graph(
                "typed",
                List.of(new ValueInfo("x", type, ROWS)),
                List.of(new ValueInfo("y", type, Shape.of(Dim.of("batch"), Dim.of(3)))),
                List.of(node(new MatMul(), "y", "x", "w")),
                Map.of("w", ConstantArithmetic.cast(random(1, 4, 3), type)),
                ModelHeader.of(17));
        Graph form = TrainingForm.of(OnnxFile.read(OnnxFile.write(graph)));
        assertThat(form.inputs().get(0).type()).isEqualTo(ElementType.FLOAT);
        assertThat(form.outputs().get(0).type()).isEqualTo(ElementType.FLOAT);
        assertThat(output(form, Map.of("x", random(2, 5, 4))).shape()).containsExactly(5, 3);
    }

    /// bfloat16 weights that are cast before use are float32 weights of the same values.
    @Test
    void castWeightsFold() {
        Tensor stored = ConstantArithmetic.cast(random(1, 4, 3), ElementType.BFLOAT16);
        Graph graph = Graphs.of(
                ROWS,
                "y",
                Map.of("stored", stored),
                node(new Cast(ElementType.FLOAT, true), "w", "stored"),
                node(new MatMul(), "y", "x", "w"));
        Graph form = TrainingForm.of(graph);
        assertThat(form.nodes()).hasSize(1);
        assertThat(form.constant(form.nodes().get(0).input(1)).orElseThrow().floats())
                .containsExactly(stored.floats());
        Map<String, Tensor> feeds = Map.of("x", random(2, 5, 4));
        assertThat(output(form, feeds)).isEqualTo(output(graph, feeds));
    }

    @Test
    void castsFromIntegersStay() {
        Graph graph = Graphs.of(
                ROWS,
                "y",
                Map.of("axes", Tensor.ofVector(1)),
                node(new ArgReduce(ArgReduce.Kind.MAX, 1, true, false), "index", "x"),
                node(new Cast(ElementType.DOUBLE, true), "real", "index"),
                node(new Cast(ElementType.FLOAT, true), "y", "real"));
        Graph form = TrainingForm.of(graph);
        assertThat(form.nodes()).extracting(node -> node.operator().type()).containsExactly("ArgMax", "Cast");
        Map<String, Tensor> feeds = Map.of("x", random(2, 5, 4));
        assertThat(output(form, feeds)).isEqualTo(output(graph, feeds));
    }
}
