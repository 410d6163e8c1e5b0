package io.espalier.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.datasets.Batch;
import io.espalier.datasets.Prediction;
import io.espalier.datasets.Targets;
import io.espalier.onnx.Dim;
import io.espalier.onnx.ElementType;
import io.espalier.onnx.Graph;
import io.espalier.onnx.ModelHeader;
import io.espalier.onnx.Node;
import io.espalier.onnx.OnnxFile;
import io.espalier.onnx.Shape;
import io.espalier.onnx.ValueInfo;
import io.espalier.onnx.op.ArgReduce;
import io.espalier.onnx.op.Cast;
import io.espalier.onnx.op.Relu;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Outputs of every type that exporters give, as the float32 of a prediction.
final class OnnxNetworkTest {

    private final Batch batch = batch();

    @Test
    void classIndicesComeBesideLogits() {
        List<Prediction> predictions = predictions(ElementType.INT64);

        assertThat(predictions).extracting(Prediction::output).containsExactly("logits", "classes");
        assertThat(predictions.getFirst().values()).containsExactly(0, 3, 2, 0, 1, 4);
        assertThat(predictions.getLast().shape()).containsExactly(1, 1, 2);
    }

    /// Of three channels and two pixels, the channels 1 and 2 are largest; as truth values both are true.
    @ParameterizedTest
    @EnumSource(names = {"DOUBLE", "INT64", "INT32", "INT16", "INT8", "UINT8", "BOOL"})
    void everyNumberIsReadAsFloat(ElementType type) {
        float second = type == ElementType.BOOL ? 1 : 2;
        assertThat(predictions(type).getLast().values()).containsExactly(1, second);
    }

    private List<Prediction> predictions(ElementType type) {
        ArgReduce largest = new ArgReduce(ArgReduce.Kind.MAX, 1, false, false);
        List<Node> nodes = List.of(
                new Node("relu", new Relu(), List.of("image"), List.of("logits")),
                new Node("largest", largest, List.of("logits"), List.of("indices")),
                new Node("cast", new Cast(type, true), List.of("indices"), List.of("classes")));
        Shape shape = Shape.of(Dim.of("batch"), Dim.of(3), Dim.of(1), Dim.of(2));
        ValueInfo image = new ValueInfo("image", ElementType.FLOAT, shape);
        ValueInfo logits = new ValueInfo("logits", ElementType.FLOAT, shape);
        ValueInfo classes = new ValueInfo("classes", type, Shape.of(Dim.of("batch"), Dim.of(1), Dim.of(2)));
        Graph graph =
                new Graph("segmenter", List.of(image), List.of(logits, classes), nodes, Map.of(), ModelHeader.of(17));
        try (OnnxNetwork network = OnnxNetwork.open(OnnxFile.write(graph), 1)) {
            return network.predictions(batch);
        }
    }

    private static Batch batch() {
        FloatBuffer pixels = ByteBuffer.allocateDirect(6 * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        pixels.put(0, new float[] {-1, 3, 2, -2, 1, 4});
        return new Batch(pixels, new Targets.None(), 1, 3, 1, 2);
    }
}
