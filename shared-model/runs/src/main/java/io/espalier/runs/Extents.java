package io.espalier.runs;

import io.espalier.datasets.ImageDataset;
import io.espalier.onnx.Dim;
import io.espalier.onnx.Graph;
import io.espalier.onnx.Shape;
import io.espalier.onnx.ValueInfo;
import java.util.List;

/// A graph that takes images of any size, for the size that a data set has: what it costs depends on it.
final class Extents {

    private Extents() {}

    /// Whether the first input leaves more open than its batch.
    static boolean areOpen(Graph graph) {
        return graph.inputs().getFirst().shape().dims().stream().skip(1).anyMatch(dim -> !dim.isFixed());
    }

    /// The same graph, its input `(batch, channels, height, width)` of the data set's images; itself if it has a size.
    static Graph of(Graph graph, ImageDataset data) {
        if (!areOpen(graph)) {
            return graph;
        }
        ValueInfo input = graph.inputs().getFirst();
        Shape sized =
                Shape.of(input.shape().dim(0), Dim.of(data.channels()), Dim.of(data.height()), Dim.of(data.width()));
        return withInputs(graph, List.of(new ValueInfo(input.name(), input.type(), sized, input.docString())));
    }

    /// The graph with the inputs of another, from which it was made: a run gives back a model of any size as one.
    static Graph as(Graph original, Graph graph) {
        return withInputs(graph, original.inputs());
    }

    private static Graph withInputs(Graph graph, List<ValueInfo> inputs) {
        return new Graph(
                graph.name(),
                inputs,
                graph.outputs(),
                graph.nodes(),
                graph.initializers(),
                graph.values(),
                graph.header());
    }
}
