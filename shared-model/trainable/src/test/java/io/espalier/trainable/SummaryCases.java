package io.espalier.trainable;

import static io.espalier.trainable.OperatorCase.IMAGE;
import static io.espalier.trainable.OperatorCase.on;
import static io.espalier.trainable.OperatorCase.onImage;
import static io.espalier.trainable.OperatorCase.ramp;

import io.espalier.onnx.ElementType;
import io.espalier.onnx.Node;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.op.ArgReduce;
import io.espalier.onnx.op.BatchNormalization;
import io.espalier.onnx.op.Concat;
import io.espalier.onnx.op.Flatten;
import io.espalier.onnx.op.Gemm;
import io.espalier.onnx.op.GroupNormalization;
import io.espalier.onnx.op.InstanceNormalization;
import io.espalier.onnx.op.LayerNormalization;
import io.espalier.onnx.op.LogSoftmax;
import io.espalier.onnx.op.MatMul;
import io.espalier.onnx.op.Reduce;
import io.espalier.onnx.op.Sigmoid;
import io.espalier.onnx.op.Softmax;
import io.espalier.onnx.op.TopK;
import io.espalier.onnx.op.Transpose;
import io.espalier.onnx.op.Unary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Sums of many elements: reductions, normalisations, products.
final class SummaryCases {

    private SummaryCases() {}

    static List<OperatorCase> reductions() {
        List<OperatorCase> cases = new ArrayList<>();
        Tensor axes = Tensor.ofVector(2, -1);
        for (Reduce.Kind kind : Reduce.Kind.values()) {
            cases.add(positive(kind, "some").then(new Reduce(kind), axes));
            cases.add(positive(kind, "some away").then(new Reduce(kind, false, false), axes));
            cases.add(positive(kind, "one").then(new Reduce(kind, false, false), Tensor.ofVector(1)));
            cases.add(positive(kind, "all").then(new Reduce(kind, true, false)));
            cases.add(positive(kind, "none").then(new Reduce(kind, true, true)));
        }
        return cases;
    }

    /// Between 0 and 1, so that products and logarithms are of size one.
    private static OperatorCase positive(Reduce.Kind kind, String axes) {
        return onImage(kind.type() + " of " + axes, new Sigmoid());
    }

    static List<OperatorCase> choices() {
        List<OperatorCase> cases = new ArrayList<>();
        for (ArgReduce.Kind kind : ArgReduce.Kind.values()) {
            cases.add(onImage(kind.type(), new ArgReduce(kind, 1, true, false)).giving(ElementType.INT64));
            cases.add(onImage(kind.type() + " away", new ArgReduce(kind, -1, false, false))
                    .giving(ElementType.INT64));
            cases.add(onImage(kind.type() + " last", new Unary(Unary.Function.SIGN))
                    .then(new ArgReduce(kind, 2, false, true))
                    .giving(ElementType.INT64));
        }
        cases.add(topK("TopK values", new TopK(-1, true, true), List.of("y", "indices")));
        cases.add(topK("TopK smallest", new TopK(1, false, true), List.of("y", "unread")));
        cases.add(topK("TopK indices", new TopK(2, true, true), List.of("largest", "y"))
                .giving(ElementType.INT64));
        cases.add(ties("TopK of ties", new TopK(3, true, true)));
        cases.add(ties("TopK of ties smallest", new TopK(3, false, true)));
        return cases;
    }

    /// Places of the largest of 7 signs: nearly all are equal.
    private static OperatorCase ties(String name, TopK topK) {
        Node signs = new Node("signs", new Unary(Unary.Function.SIGN), List.of(IMAGE), List.of("s"));
        Node chosen = new Node("tested", topK, List.of("s", "k"), List.of("values", "y"));
        return OperatorCase.of(name, List.of(signs, chosen), Map.of("k", Tensor.ofVector(5)))
                .giving(ElementType.INT64);
    }

    private static OperatorCase topK(String name, TopK topK, List<String> outputs) {
        Node node = new Node("tested", topK, List.of(IMAGE, "k"), outputs);
        return OperatorCase.of(name, List.of(node), Map.of("k", Tensor.ofVector(2)));
    }

    static List<OperatorCase> normalizations() {
        return List.of(
                onImage(
                        "BatchNormalization",
                        new BatchNormalization(1e-3f, 0.9f, false),
                        ramp(3),
                        ramp(3),
                        ramp(3),
                        Tensor.ofFloats(new long[] {3}, 0.5f, 1, 2)),
                onImage("InstanceNormalization", new InstanceNormalization(1e-3f), ramp(3), ramp(3)),
                onImage("LayerNormalization", new LayerNormalization(-1, 1e-3f), ramp(7), ramp(7)),
                onImage("LayerNormalization of three axes", new LayerNormalization(1, 1e-3f), ramp(3, 7, 7)),
                onImage("LayerNormalization scaled otherwise", new LayerNormalization(2, 1e-3f), ramp(7), ramp(7, 7)),
                grouped("GroupNormalization", false, ramp(6), ramp(6)),
                grouped("GroupNormalization per group", true, ramp(2), ramp(2)).in(18),
                onImage("Softmax", new Softmax(1, false)),
                onImage("Softmax last", new Softmax(-1, false)),
                onImage("Softmax flattened", new Softmax(2, true)).in(12),
                onImage("LogSoftmax", new LogSoftmax(1, false)),
                onImage("LogSoftmax flattened", new LogSoftmax(1, true)).in(12));
    }

    private static OperatorCase grouped(String name, boolean perGroup, Tensor scale, Tensor bias) {
        Node six = new Node("six", new Concat(1), List.of(IMAGE, IMAGE), List.of("x"));
        Node norm = new Node(
                "tested", new GroupNormalization(2, 1e-3f, 1, perGroup), List.of("x", "scale", "bias"), List.of("y"));
        return OperatorCase.of(name, List.of(six, norm), Map.of("scale", scale, "bias", bias));
    }

    static List<OperatorCase> products() {
        return List.of(
                onImage("MatMul", new MatMul(), ramp(7, 5)),
                onImage("MatMul per channel", new MatMul(), ramp(3, 7, 5)),
                on("MatMul from the left", new MatMul(), List.of("c", IMAGE), Map.of("c", ramp(4, 7))),
                on("MatMul of computed values", new MatMul(), List.of(IMAGE, IMAGE), Map.of()),
                onImage("MatMul by a vector", new MatMul(), ramp(7)),
                onImage("Gemm", new Flatten(1)).then(new Gemm(1, 1, false, false), ramp(147, 4), ramp(4)),
                onImage("Gemm without C", new Flatten(1)).then(new Gemm(2, 1, false, true), ramp(4, 147)),
                onImage("Gemm scaled", new Flatten(1)).then(new Gemm(0.5f, 2, false, true), ramp(4, 147), ramp(1, 4)),
                onImage("Gemm turned", new Flatten(1))
                        .then(new Transpose(List.of(1, 0)))
                        .then(new Gemm(2, 0.5f, true, true), ramp(4, 147), ramp(1, 4)));
    }
}
