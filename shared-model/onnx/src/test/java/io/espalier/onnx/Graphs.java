package io.espalier.onnx;

import com.google.protobuf.InvalidProtocolBufferException;
import io.espalier.onnx.op.BatchNormalization;
import io.espalier.onnx.op.Conv;
import io.espalier.onnx.op.Flatten;
import io.espalier.onnx.op.Gemm;
import io.espalier.onnx.op.GlobalAveragePool;
import io.espalier.onnx.op.Operator;
import io.espalier.onnx.op.Relu;
import io.espalier.onnx.op.Window;
import io.espalier.onnx.proto.GraphProto;
import io.espalier.onnx.proto.ModelProto;
import io.espalier.onnx.proto.NodeProto;
import io.espalier.onnx.proto.ValueInfoProto;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/// Small graphs built through the module's own records.
final class Graphs {

    static final int OPSET = 17;

    private Graphs() {}

    /// One float32 input `x`, one float32 output whose shape is inferred, at [#OPSET].
    static Graph of(Shape input, String output, Map<String, Tensor> initializers, Node... nodes) {
        ValueInfo open = new ValueInfo(output, ElementType.FLOAT, new Shape(List.of()));
        return of(OPSET, input, open, initializers, nodes);
    }

    /// As above; the output's stated shape is exchanged for the inferred one.
    static Graph of(int opset, Shape input, ValueInfo output, Map<String, Tensor> initializers, Node... nodes) {
        List<ValueInfo> inputs = List.of(new ValueInfo("x", ElementType.FLOAT, input));
        ModelHeader header = ModelHeader.of(opset);
        Graph open = new Graph("test", inputs, List.of(output), List.of(nodes), initializers, header);
        Shape shape = Objects.requireNonNull(ShapeInference.infer(open).get(output.name()));
        List<ValueInfo> outputs = List.of(new ValueInfo(output.name(), output.type(), shape));
        return new Graph("test", inputs, outputs, List.of(nodes), initializers, header);
    }

    static Node node(Operator operator, String output, String... inputs) {
        return new Node(output + "_node", operator, List.of(inputs), List.of(output));
    }

    /// conv → bn → relu → mean → linear on `(batch, 3, 8, 8)`.
    static Graph tiny() {
        Map<String, Tensor> weights = new LinkedHashMap<>();
        weights.put("conv.weight", random(1, 4, 3, 3, 3));
        weights.put("bn.weight", random(2, 4));
        weights.put("bn.bias", random(3, 4));
        weights.put("bn.mean", random(4, 4));
        weights.put("bn.var", Tensor.ofFloats(new long[] {4}, 1, 2, 0.5f, 1));
        weights.put("fc.weight", random(5, 2, 4));
        weights.put("fc.bias", random(6, 2));
        return new Graph(
                "tiny",
                List.of(new ValueInfo("x", ElementType.FLOAT, image(3, 8))),
                List.of(new ValueInfo("logits", ElementType.FLOAT, Shape.of(Dim.of("batch"), Dim.of(2)))),
                List.of(
                        node(new Conv(1, Window.square(3, 2, 1)), "conv", "x", "conv.weight"),
                        node(
                                new BatchNormalization(1e-5f, 0.9f, false),
                                "bn",
                                "conv",
                                "bn.weight",
                                "bn.bias",
                                "bn.mean",
                                "bn.var"),
                        node(new Relu(), "relu", "bn"),
                        node(new GlobalAveragePool(), "mean", "relu"),
                        node(new Flatten(1), "flat", "mean"),
                        node(new Gemm(1, 1, false, true), "logits", "flat", "fc.weight", "fc.bias")),
                weights,
                ModelHeader.of(OPSET));
    }

    static Shape image(long channels, long size) {
        return Shape.of(Dim.of("batch"), Dim.of(channels), Dim.of(size), Dim.of(size));
    }

    /// Uniform in [-1, 1), from the seed.
    static Tensor random(long seed, long... shape) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[(int) Tensor.elements(shape)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (2 * random.nextDouble() - 1);
        }
        return Tensor.ofFloats(shape, values);
    }

    /// The same model with every value a graph output, so that the oracle shows it.
    static byte[] showingAll(byte[] file) throws InvalidProtocolBufferException {
        ModelProto.Builder model = ModelProto.parseFrom(file).toBuilder();
        GraphProto.Builder graph = model.getGraphBuilder().clearOutput();
        for (NodeProto node : model.getGraph().getNodeList()) {
            for (String value : node.getOutputList()) {
                if (!value.isEmpty()) {
                    graph.addOutput(ValueInfoProto.newBuilder().setName(value));
                }
            }
        }
        return model.build().toByteArray();
    }
}
