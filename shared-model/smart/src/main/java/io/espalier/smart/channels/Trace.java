package io.espalier.smart.channels;

import io.espalier.onnx.Dim;
import io.espalier.onnx.Graph;
import io.espalier.onnx.Node;
import io.espalier.onnx.Shape;
import io.espalier.onnx.ShapeInference;
import io.espalier.onnx.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// What is known of the channels of a graph so far.
final class Trace {

    private final Graph graph;
    private final Map<String, Shape> shapes;
    private final Ties ties = new Ties();
    private final Map<String, Flow> flows = new HashMap<>();
    private final List<ChannelSlice> slices = new ArrayList<>();

    Trace(Graph graph) {
        this.graph = graph;
        this.shapes = ShapeInference.infer(graph);
    }

    Ties ties() {
        return ties;
    }

    /// With channels of [Ties] in place of groups.
    List<ChannelSlice> slices() {
        return slices;
    }

    Map<String, Flow> flows() {
        return flows;
    }

    /// Empty for constants and for values whose channels are not followed.
    Optional<Flow> flow(Node node, int position) {
        return Optional.ofNullable(flows.get(node.input(position)));
    }

    Optional<Tensor> constant(Node node, int position) {
        return graph.constant(node.input(position));
    }

    Shape shape(String value) {
        Shape shape = shapes.get(value);
        if (shape == null) {
            throw new IllegalArgumentException("the shape of '" + value + "' must be known");
        }
        return shape;
    }

    Shape shape(Node node, int position) {
        return shape(node.input(position));
    }

    /// Empty if only the batch tells, or there is no such axis.
    OptionalInt extent(Shape shape, int axis) {
        return axis >= 0 && axis < shape.rank() && shape.dim(axis) instanceof Dim.Fixed fixed
                ? OptionalInt.of(Math.toIntExact(fixed.size()))
                : OptionalInt.empty();
    }

    void put(Node node, Flow flow) {
        put(node.output(), flow);
    }

    void put(String value, Flow flow) {
        flows.put(value, flow);
    }

    /// Reads of consumers of a node's output.
    List<Node> readers(String value) {
        return graph.consumers(value);
    }

    void slice(Node node, int position, int axis, int[] ids, ChannelSlice.Role role) {
        slices.add(new ChannelSlice(node.output(), node.input(position), axis, ids, role));
    }

    void pin(int[] ids) {
        for (int id : ids) {
            ties.pin(id);
        }
    }

    /// No channel of this input may go.
    void pin(Node node, int position) {
        flow(node, position).ifPresent(flow -> pin(flow.ids()));
    }

    /// No channel of any input from a position on may go.
    void pinFrom(Node node, int first) {
        for (int position = first; position < node.inputs().size(); position++) {
            pin(node, position);
        }
    }

    /// A layer reads these channels: only those that are 0 when removed can be.
    void pinLive(Flow flow) {
        for (int i = 0; i < flow.extent(); i++) {
            if (flow.live()[i]) {
                ties.pin(flow.ids()[i]);
            }
        }
    }

    void tie(int[] some, int[] others) {
        for (int i = 0; i < some.length; i++) {
            ties.tie(some[i], others[i]);
        }
    }

    /// Channels that stay.
    int[] pinned(int channels) {
        int[] ids = ties.fresh(channels);
        pin(ids);
        return ids;
    }
}
