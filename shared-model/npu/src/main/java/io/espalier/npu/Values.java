package io.espalier.npu;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.onnx.Graph;
import io.espalier.onnx.Node;
import io.espalier.onnx.Shape;
import io.espalier.onnx.ShapeInference;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.ValueInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/// The tensors of a graph that is fed one image.
final class Values {

    private final Graph graph;
    private final Map<String, Shape> shapes;

    private Values(Graph graph, Map<String, Shape> shapes) {
        this.graph = graph;
        this.shapes = shapes;
    }

    /// @param trainingForm an open batch is taken as 1
    /// @throws PipelineException.Permanent `MODEL_INVALID` if an input leaves more open than its batch
    static Values ofOneImage(Graph trainingForm) {
        List<ValueInfo> inputs =
                trainingForm.inputs().stream().map(Values::ofOneImage).toList();
        Graph graph = new Graph(
                trainingForm.name(),
                inputs,
                trainingForm.outputs(),
                trainingForm.nodes(),
                trainingForm.initializers(),
                trainingForm.header());
        return new Values(graph, ShapeInference.infer(graph));
    }

    /// What an image takes grows with its size; of an image of one pixel every gate would be met.
    private static ValueInfo ofOneImage(ValueInfo input) {
        return new ValueInfo(input.name(), input.type(), input.shape().ofOneImage(input.name()));
    }

    List<Node> nodes() {
        return graph.nodes();
    }

    Optional<Tensor> constant(String value) {
        return graph.constant(value);
    }

    /// Extents of a value that `reader` reads or writes.
    ///
    /// @throws PipelineException.Permanent `MODEL_INVALID` if one cannot be told without running the model
    long[] sizes(Node reader, String value) {
        Shape shape = shapes.get(value);
        if (shape == null || !shape.isFixed()) {
            throw new PipelineException.Permanent(
                    ErrorCode.MODEL_INVALID,
                    "%s: the shape of '%s' must be known for one image, was %s"
                            .formatted(reader.label(), value, shape == null ? "unknown" : shape));
        }
        return shape.sizes();
    }

    long elements(Node reader, String value) {
        return LongStream.of(sizes(reader, value)).reduce(1, Math::multiplyExact);
    }

    List<ValueInfo> inputs() {
        return graph.inputs();
    }

    List<ValueInfo> outputs() {
        return graph.outputs();
    }
}
