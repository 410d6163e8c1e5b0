package io.espalier.runs;

import io.espalier.datasets.ImageDataset;
import io.espalier.onnx.Dim;
import io.espalier.onnx.Graph;
import io.espalier.onnx.Shape;
import io.espalier.onnx.ValueInfo;
import java.util.List;

/// A graph that takes images of any size, for the size that a data set has.
final class Extents {

    private Extents() {}

    /// The same graph, its input `(batch, channels, height, width)` of the data set's images.
    static Graph of(Graph graph, ImageDataset data) {
        ValueInfo input = graph.inputs().getFirst();
        Shape sized =
                Shape.of(input.shape().dim(0), Dim.of(data.channels()), Dim.of(data.height()), Dim.of(data.width()));
        return new Graph(
                graph.name(),
                List.of(new ValueInfo(input.name(), input.type(), sized, input.docString())),
                graph.outputs(),
                graph.nodes(),
                graph.initializers(),
                graph.values(),
                graph.header());
    }
}
