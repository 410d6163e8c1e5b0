package io.espalier.cli.sample;

import io.espalier.onnx.Dim;
import io.espalier.onnx.Graph;
import io.espalier.onnx.Shape;
import io.espalier.onnx.ValueInfo;
import java.util.List;

/// A model for images of three channels, as an exporter writes it that leaves height and width open.
public final class AnySize {

    private AnySize() {}

    public static Graph of(Graph graph) {
        ValueInfo input = graph.inputs().getFirst();
        Shape any = Shape.of(Dim.of("batch"), Dim.of(3), Dim.of("height"), Dim.of("width"));
        return new Graph(
                graph.name(),
                List.of(new ValueInfo(input.name(), input.type(), any)),
                graph.outputs(),
                graph.nodes(),
                graph.initializers(),
                graph.header());
    }
}
