package io.espalier.onnx;

import static io.espalier.onnx.Graphs.node;
import static io.espalier.onnx.Graphs.random;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.onnx.op.Add;
import io.espalier.onnx.op.Comparison;
import io.espalier.onnx.op.Concat;
import io.espalier.onnx.op.Conv;
import io.espalier.onnx.op.Div;
import io.espalier.onnx.op.Expand;
import io.espalier.onnx.op.Gather;
import io.espalier.onnx.op.Gemm;
import io.espalier.onnx.op.LayerNormalization;
import io.espalier.onnx.op.MatMul;
import io.espalier.onnx.op.Mul;
import io.espalier.onnx.op.Operator;
import io.espalier.onnx.op.Reshape;
import io.espalier.onnx.op.ShapeOf;
import io.espalier.onnx.op.Softmax;
import io.espalier.onnx.op.Split;
import io.espalier.onnx.op.Transpose;
import io.espalier.onnx.op.Unary;
import io.espalier.onnx.op.Where;
import io.espalier.onnx.op.Window;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A vision transformer of one block as PyTorch exports it: patches, a class token expanded to the batch, one product
/// for query, key and value, Gelu spelled out by Erf.
class VisionTransformerTest {

    private static final int WIDTH = 8;
    private static final double RELATIVE = 1e-4;
    private static final double ABSOLUTE = 1e-5;

    private final Map<String, Tensor> constants = new LinkedHashMap<>();
    private final List<Node> nodes = new ArrayList<>();

    private void add(Operator operator, String output, String... inputs) {
        nodes.add(node(operator, output, inputs));
    }

    private void vector(String name, long... values) {
        constants.put(name, Tensor.ofVector(values));
    }

    private Graph graph() {
        embed();
        attend();
        feedForward();
        return Graphs.of(Graphs.image(3, 8), "logits", constants, nodes.toArray(Node[]::new));
    }

    /// Patches of 4 × 4 pixels: tokens `(batch, 5, 8)`, the class token first.
    private void embed() {
        constants.put("patch.weight", random(1, WIDTH, 3, 4, 4));
        constants.put("token", random(2, 1, 1, WIDTH));
        constants.put("position", random(3, 1, 5, WIDTH));
        vector("zero", 0);
        vector("rest", WIDTH, -1);
        vector("open", -1, -1);
        vector("minus", -1, -1, -1);
        vector("ones", 1, 1, 1);
        add(new Conv(1, Window.square(4, 4, 0)), "patches", "x", "patch.weight");
        add(new ShapeOf(0, ShapeOf.ALL), "shape", "x");
        add(new Gather(0), "batch", "shape", "zero");
        add(new Concat(0), "flat", "batch", "rest");
        add(new Reshape(false), "rows", "patches", "flat");
        add(new Transpose(List.of(0, 2, 1)), "columns", "rows");
        add(new Concat(0), "target", "batch", "open");
        add(new Comparison(Comparison.Relation.EQUAL), "isOpen", "target", "minus");
        add(new Where(), "filled", "isOpen", "ones", "target");
        add(new Expand(), "tokens", "token", "filled");
        add(new Concat(1), "joined", "tokens", "columns");
        add(new Add(), "embedded", "joined", "position");
    }

    /// Two heads of 4.
    private void attend() {
        constants.put("norm1.weight", random(4, WIDTH));
        constants.put("norm1.bias", random(5, WIDTH));
        constants.put("qkv.weight", random(6, WIDTH, 3 * WIDTH));
        constants.put("scale", Tensor.ofScalar(0.5f));
        vector("heads", 0, 5, 2, 4);
        vector("together", 0, 5, WIDTH);
        add(new LayerNormalization(-1, 1e-6f), "norm1", "embedded", "norm1.weight", "norm1.bias");
        add(new MatMul(), "qkv", "norm1", "qkv.weight");
        nodes.add(new Node("cut", new Split(2, 0), List.of("qkv"), List.of("q", "k", "v")));
        for (String part : List.of("q", "k", "v")) {
            add(new Reshape(false), part + ".heads", part, "heads");
            boolean key = part.equals("k");
            add(new Transpose(key ? List.of(0, 2, 3, 1) : List.of(0, 2, 1, 3)), part + ".moved", part + ".heads");
        }
        add(new MatMul(), "products", "q.moved", "k.moved");
        add(new Mul(), "scores", "products", "scale");
        add(new Softmax(-1, false), "attention", "scores");
        add(new MatMul(), "mixed", "attention", "v.moved");
        add(new Transpose(List.of(0, 2, 1, 3)), "back", "mixed");
        add(new Reshape(false), "attended", "back", "together");
        add(new Add(), "residual1", "embedded", "attended");
    }

    private void feedForward() {
        constants.put("up.weight", random(7, WIDTH, 16));
        constants.put("up.bias", random(8, 16));
        constants.put("down.weight", random(9, 16, WIDTH));
        constants.put("head.weight", random(10, 3, WIDTH));
        constants.put("head.bias", random(11, 3));
        constants.put("root", Tensor.ofScalar(1.4142135f));
        constants.put("one", Tensor.ofScalar(1f));
        constants.put("half", Tensor.ofScalar(0.5f));
        constants.put("first", Tensor.ofScalar(0L));
        add(new MatMul(), "up", "residual1", "up.weight");
        add(new Add(), "raised", "up.bias", "up");
        add(new Div(), "scaled", "raised", "root");
        add(new Unary(Unary.Function.ERF), "erf", "scaled");
        add(new Add(), "shifted", "erf", "one");
        add(new Mul(), "gated", "raised", "shifted");
        add(new Mul(), "gelu", "gated", "half");
        add(new MatMul(), "down", "gelu", "down.weight");
        add(new Add(), "residual2", "residual1", "down");
        add(new Gather(1), "class", "residual2", "first");
        add(new Gemm(1, 1, false, true), "logits", "class", "head.weight", "head.bias");
    }

    @Test
    void itsShapesAreKnownAndItsTrainingFormComputesTheSame() {
        Graph graph = graph();
        Map<String, Shape> shapes = ShapeInference.infer(graph);
        assertThat(shapes.get("tokens")).isEqualTo(Shape.of(Dim.of("batch"), Dim.of(1), Dim.of(WIDTH)));
        assertThat(shapes.get("products")).isEqualTo(Shape.of(Dim.of("batch"), Dim.of(2), Dim.of(5), Dim.of(5)));
        assertThat(shapes.get("logits")).isEqualTo(Shape.of(Dim.of("batch"), Dim.of(3)));

        Graph form = TrainingForm.of(graph);
        for (long batch : new long[] {1, 3}) {
            Map<String, Tensor> feeds = Map.of("x", random(batch, batch, 3, 8, 8));
            float[] expected = logits(graph, feeds);
            float[] actual = logits(form, feeds);
            for (int i = 0; i < expected.length; i++) {
                assertThat((double) Math.abs(actual[i] - expected[i]))
                        .isLessThanOrEqualTo(ABSOLUTE + RELATIVE * Math.abs(expected[i]));
            }
        }
    }

    private static float[] logits(Graph graph, Map<String, Tensor> feeds) {
        Tensor logits = OnnxRuntime.run(OnnxFile.write(graph), feeds)
                .values()
                .iterator()
                .next();
        return logits.floats();
    }

    /// Patches, query-key-value, scores, mixture, both linear layers and the head, by hand.
    @Test
    void itsProductsAreCounted() {
        ModelSummary summary = ModelSummary.of(graph());
        long attention = 2 * (5 * 4 * 5) * 2;
        assertThat(summary.macs()).isEqualTo(4 * 8 * 48 + 5 * 8 * 24 + attention + 5 * 8 * 16 + 5 * 16 * 8 + 8 * 3);
        assertThat(summary.parameters())
                .isEqualTo(constants.values().stream()
                        .filter(tensor -> tensor.type().isFloating() && tensor.rank() > 0)
                        .mapToLong(Tensor::size)
                        .sum());
        assertThat(summary.operators()).containsEntry("MatMul", 5).containsEntry("Erf", 1);
    }
}
