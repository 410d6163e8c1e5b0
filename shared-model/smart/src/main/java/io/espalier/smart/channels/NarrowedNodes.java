package io.espalier.smart.channels;

import io.espalier.onnx.Graph;
import io.espalier.onnx.Node;
import io.espalier.onnx.Shape;
import io.espalier.onnx.ShapeInference;
import io.espalier.onnx.SliceRange;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.op.Conv;
import io.espalier.onnx.op.Pad;
import io.espalier.onnx.op.Reshape;
import io.espalier.onnx.op.Slice;
import io.espalier.onnx.op.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Nodes that say how many channels there are, with the number that stays.
final class NarrowedNodes {

    private final Graph graph;
    private final Map<String, Shape> shapes;
    private final ChannelGroups groups;
    private final boolean[] removed;
    private final Map<String, Tensor> tensors;

    /// @param tensors receives constants that only one of several readers needs in another form
    NarrowedNodes(Graph graph, ChannelGroups groups, boolean[] removed, Map<String, Tensor> tensors) {
        this.graph = graph;
        this.shapes = ShapeInference.infer(graph);
        this.groups = groups;
        this.removed = removed;
        this.tensors = tensors;
    }

    Node of(Node node) {
        ChannelAxis input = groups.values().get(node.input(0));
        ChannelAxis output = groups.values().get(node.output());
        if (input == null || output == null) {
            return node;
        }
        return switch (node.operator()) {
            case Conv conv when conv.group() > 1 -> grouped(conv, node, input);
            case Split split -> split(split, node, input);
            case Slice ignored -> sliced(node, input);
            case Pad ignored -> padded(node, input, output);
            case Reshape ignored -> reshaped(node, output);
            default -> node;
        };
    }

    private int kept(ChannelAxis axis) {
        return kept(axis, 0, axis.groups().length);
    }

    /// How many of a range of positions stay.
    private int kept(ChannelAxis axis, int begin, int end) {
        return NarrowedTensor.kept(Arrays.copyOfRange(axis.groups(), begin, end), removed).length;
    }

    /// A depthwise convolution has as many groups as channels; others keep theirs, and each loses the same channels.
    private Node grouped(Conv conv, Node node, ChannelAxis input) {
        boolean depthwise = constant(node, 1).shape()[1] == 1;
        return depthwise ? node.withOperator(new Conv(kept(input), conv.window())) : node;
    }

    private Node split(Split split, Node node, ChannelAxis input) {
        if (Math.floorMod(split.axis(), rank(node)) != input.axis()) {
            return node;
        }
        long[] sizes = node.outputs().stream()
                .mapToLong(output -> kept(Objects.requireNonNull(groups.values().get(output), output)))
                .toArray();
        return withConstant(node.withOperator(new Split(split.axis(), 0)), 1, Tensor.ofVector(sizes));
    }

    private int rank(Node node) {
        return Objects.requireNonNull(shapes.get(node.input(0)), node.input(0)).rank();
    }

    private Node sliced(Node node, ChannelAxis input) {
        long[] starts = constant(node, 1).longs();
        long[] ends = constant(node, 2).longs();
        for (int i = 0; i < starts.length; i++) {
            long axis = node.hasInput(3) ? constant(node, 3).longs()[i] : i;
            if (Math.floorMod(axis, rank(node)) == input.axis()) {
                SliceRange range = SliceRange.of(starts[i], ends[i], 1, input.groups().length);
                int begin = (int) range.start();
                starts[i] = kept(input, 0, begin);
                ends[i] = starts[i] + kept(input, begin, begin + (int) range.length());
            }
        }
        return withConstant(withConstant(node, 1, Tensor.ofVector(starts)), 2, Tensor.ofVector(ends));
    }

    private Node padded(Node node, ChannelAxis input, ChannelAxis output) {
        long[] amounts = constant(node, 1).longs();
        int begin = (int) amounts[input.axis()];
        int total = output.groups().length;
        amounts[input.axis()] = kept(output, 0, begin);
        amounts[input.axis() + amounts.length / 2] = kept(output, begin + input.groups().length, total);
        return withConstant(node, 1, Tensor.ofVector(amounts));
    }

    /// A constant shape that states the extent of the channels' axis; 0 and -1 follow the input.
    private Node reshaped(Node node, ChannelAxis output) {
        if (graph.constant(node.input(1)).isEmpty()) {
            return node;
        }
        long[] shape = constant(node, 1).longs();
        if (shape[output.axis()] <= 0) {
            return node;
        }
        shape[output.axis()] = kept(output);
        return withConstant(node, 1, Tensor.ofVector(shape));
    }

    private Tensor constant(Node node, int position) {
        return graph.constant(node.input(position)).orElseThrow();
    }

    /// Under a name of its own, for others may read the old one.
    private Node withConstant(Node node, int position, Tensor constant) {
        if (graph.constant(node.input(position)).filter(constant::equals).isPresent()) {
            return node;
        }
        String name = node.output() + ".compact" + position;
        tensors.put(name, constant);
        List<String> inputs = new ArrayList<>(node.inputs());
        while (inputs.size() <= position) {
            inputs.add("");
        }
        inputs.set(position, name);
        return node.withInputs(inputs);
    }
}
