package io.espalier.ingest;

import io.espalier.onnx.Dim;
import io.espalier.onnx.ElementType;
import io.espalier.onnx.Graph;
import io.espalier.onnx.ModelHeader;
import io.espalier.onnx.Node;
import io.espalier.onnx.OnnxFile;
import io.espalier.onnx.Shape;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.ValueInfo;
import io.espalier.onnx.op.Conv;
import io.espalier.onnx.op.Flatten;
import io.espalier.onnx.op.Gemm;
import io.espalier.onnx.op.GlobalAveragePool;
import io.espalier.onnx.op.Relu;
import io.espalier.onnx.op.Window;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// conv 3→8, ReLU, conv 8→16, mean over pixels, classifier of three classes; 16×16 images.
final class TinyModel {

    static final int EXTENT = 16;

    private TinyModel() {}

    static byte[] bytes() {
        List<Node> nodes = List.of(
                new Node("stem", new Conv(1, Window.square(3, 1, 1)), List.of("image", "stem.w"), List.of("stem.out")),
                new Node("relu", new Relu(), List.of("stem.out"), List.of("relu.out")),
                new Node(
                        "wide",
                        new Conv(1, Window.square(3, 1, 1)),
                        List.of("relu.out", "wide.w"),
                        List.of("wide.out")),
                new Node("pool", new GlobalAveragePool(), List.of("wide.out"), List.of("pooled")),
                new Node("flat", new Flatten(1), List.of("pooled"), List.of("features")),
                new Node("fc", new Gemm(1, 1, false, true), List.of("features", "fc.w", "fc.b"), List.of("logits")));
        Map<String, Tensor> weights = Map.of(
                "stem.w", tensor(8, 3, 3, 3),
                "wide.w", tensor(16, 8, 3, 3),
                "fc.w", tensor(3, 16),
                "fc.b", tensor(3));
        Dim batch = Dim.of("batch");
        Shape image = Shape.of(batch, Dim.of(3), Dim.of(EXTENT), Dim.of(EXTENT));
        return OnnxFile.write(new Graph(
                "tiny",
                List.of(new ValueInfo("image", ElementType.FLOAT, image)),
                List.of(new ValueInfo("logits", ElementType.FLOAT, Shape.of(batch, Dim.of(3)))),
                nodes,
                weights,
                ModelHeader.of(17)));
    }

    private static Tensor tensor(long... shape) {
        float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.sin(i + 1.0);
        }
        return Tensor.ofFloats(shape, values);
    }
}
