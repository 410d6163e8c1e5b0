package io.espalier.smart;

import io.espalier.onnx.Dim;
import io.espalier.onnx.ElementType;
import io.espalier.onnx.Graph;
import io.espalier.onnx.ModelHeader;
import io.espalier.onnx.Node;
import io.espalier.onnx.Shape;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.ValueInfo;
import io.espalier.onnx.op.Add;
import io.espalier.onnx.op.BatchNormalization;
import io.espalier.onnx.op.Conv;
import io.espalier.onnx.op.Flatten;
import io.espalier.onnx.op.Gemm;
import io.espalier.onnx.op.GlobalAveragePool;
import io.espalier.onnx.op.Relu;
import io.espalier.onnx.op.Window;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Networks small enough to train in a test.
public final class TinyModels {

    private TinyModels() {}

    /// stem conv 3→8, conv 8→12 3×3, depthwise 12 3×3, conv 12→10 1×1, each with batch normalisation and ReLU,
    /// then the mean over pixels and a fully connected classifier; random weights.
    public static Graph network(int classes, long seed) {
        Builder b = new Builder(seed);
        b.conv("stem", "image", 3, 8, 3, 1);
        b.conv("wide", "stem.out", 8, 12, 3, 1);
        b.conv("depthwise", "wide.out", 12, 12, 3, 12);
        b.conv("point", "depthwise.out", 12, 10, 1, 1);
        return b.classified("point.out", 10, classes);
    }

    /// stem conv 3→8, conv `down` 8→12, and twice convs `first` 12→12 and `second` 12→12 whose sum with what went in
    /// goes on: `down` and both `second` make the same channels.
    public static Graph residual(int classes, long seed) {
        Builder b = new Builder(seed);
        b.conv("stem", "image", 3, 8, 3, 1);
        b.conv("down", "stem.out", 8, 12, 3, 1);
        b.branch("a", "down.out");
        b.branch("b", "a.sum");
        return b.classified("b.sum", 12, classes);
    }

    private static final class Builder {

        private final Map<String, Tensor> initializers = new LinkedHashMap<>();
        private final Map<String, Node> nodes = new LinkedHashMap<>();
        private final Random random;

        Builder(long seed) {
            this.random = new Random(seed);
        }

        void conv(String name, String input, int in, int out, int kernel, int group) {
            weight(name + ".weight", new long[] {out, in / group, kernel, kernel}, in / group * kernel * kernel);
            nodes.put(
                    name,
                    new Node(
                            name,
                            new Conv(group, Window.square(kernel, 1, kernel / 2)),
                            List.of(input, name + ".weight"),
                            List.of(name + ".conv")));
            constant(name + ".gamma", out, 1);
            constant(name + ".beta", out, 0);
            constant(name + ".mean", out, 0);
            constant(name + ".var", out, 1);
            List<String> normalized =
                    List.of(name + ".conv", name + ".gamma", name + ".beta", name + ".mean", name + ".var");
            nodes.put(
                    name + ".bn",
                    new Node(
                            name + ".bn",
                            new BatchNormalization(1e-5f, 0.9f, false),
                            normalized,
                            List.of(name + ".normalized")));
            nodes.put(
                    name + ".relu",
                    new Node(name + ".relu", new Relu(), List.of(name + ".normalized"), List.of(name + ".out")));
        }

        void branch(String name, String input) {
            conv(name + ".first", input, 12, 12, 3, 1);
            conv(name + ".second", name + ".first.out", 12, 12, 3, 1);
            nodes.put(
                    name + ".add",
                    new Node(name + ".add", new Add(), List.of(input, name + ".second.out"), List.of(name + ".sum")));
        }

        Graph classified(String input, int features, int classes) {
            nodes.put("pool", new Node("pool", new GlobalAveragePool(), List.of(input), List.of("pooled")));
            nodes.put("flat", new Node("flat", new Flatten(1), List.of("pooled"), List.of("features")));
            weight("fc.weight", new long[] {classes, features}, features);
            constant("fc.bias", classes, 0);
            List<String> inputs = List.of("features", "fc.weight", "fc.bias");
            nodes.put("fc", new Node("fc", new Gemm(1, 1, false, true), inputs, List.of("logits")));
            return graph(classes);
        }

        void weight(String name, long[] shape, int fanIn) {
            float[] values = new float[Math.toIntExact(Arrays.stream(shape).reduce(1, (a, b) -> a * b))];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (random.nextGaussian() * Math.sqrt(2.0 / fanIn));
            }
            initializers.put(name, Tensor.ofFloats(shape, values));
        }

        void constant(String name, int n, float value) {
            float[] values = new float[n];
            Arrays.fill(values, value);
            initializers.put(name, Tensor.ofFloats(new long[] {n}, values));
        }

        Graph graph(int classes) {
            return new Graph(
                    "tiny",
                    List.of(new ValueInfo(
                            "image", ElementType.FLOAT, Shape.of(Dim.of("batch"), Dim.of(3), Dim.of(8), Dim.of(8)))),
                    List.of(new ValueInfo("logits", ElementType.FLOAT, Shape.of(Dim.of("batch"), Dim.of(classes)))),
                    List.copyOf(nodes.values()),
                    initializers,
                    ModelHeader.of(17));
        }
    }
}
