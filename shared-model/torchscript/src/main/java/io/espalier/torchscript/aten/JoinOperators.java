package io.espalier.torchscript.aten;

import io.espalier.onnx.ElementType;
import io.espalier.onnx.Shape;
import io.espalier.onnx.op.Concat;
import io.espalier.onnx.op.DepthToSpace;
import io.espalier.onnx.op.Expand;
import io.espalier.onnx.op.Pad;
import io.espalier.onnx.op.ShapeOf;
import io.espalier.onnx.op.Tile;
import io.espalier.onnx.op.Unsqueeze;
import io.espalier.torchscript.value.Scalar;
import io.espalier.torchscript.value.TensorLike.Symbol;
import io.espalier.torchscript.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Tensors made larger: joined, padded, repeated.
final class JoinOperators {

    private JoinOperators() {}

    static void register(Map<String, Emitter> into) {
        into.put("cat", JoinOperators::cat);
        into.put("concat", JoinOperators::cat);
        into.put("stack", JoinOperators::stack);
        into.put("pad", JoinOperators::pad);
        into.put("constant_pad_nd", call -> pad(call, Pad.Mode.CONSTANT, call.real(2, 0)));
        into.put("reflection_pad2d", call -> pad(call, Pad.Mode.REFLECT, 0));
        into.put("replication_pad2d", call -> pad(call, Pad.Mode.EDGE, 0));
        into.put("repeat", JoinOperators::repeat);
        into.put("expand", Operators.view(JoinOperators::expand));
        into.put("expand_as", Operators.view(JoinOperators::expandAs));
        into.put("pixel_shuffle", JoinOperators::pixelShuffle);
    }

    private static Value cat(Call call) {
        List<Symbol> parts = call.tensors(0);
        int axis = call.axis(1, 0, parts.get(0).shape().rank());
        return parts.size() == 1 ? parts.get(0) : join(call, parts, axis);
    }

    private static Value stack(Call call) {
        List<Symbol> parts = call.tensors(0);
        int axis = call.axis(1, 0, parts.get(0).shape().rank() + 1);
        Symbol axes = call.graph().integers(axis);
        return join(
                call,
                parts.stream()
                        .map(part -> call.graph().node(new Unsqueeze(), part, axes))
                        .toList(),
                axis);
    }

    private static Symbol join(Call call, List<Symbol> parts, int axis) {
        return call.graph().node(new Concat(axis), parts.toArray(new Symbol[0]));
    }

    /// `(x, pads, mode, value)`.
    private static Value pad(Call call) {
        String mode = call.value(2) instanceof Scalar.Text text ? text.value() : "constant";
        return switch (mode) {
            case "constant" -> pad(call, Pad.Mode.CONSTANT, call.real(3, 0));
            case "reflect" -> pad(call, Pad.Mode.REFLECT, 0);
            case "replicate" -> pad(call, Pad.Mode.EDGE, 0);
            case "circular" -> pad(call, Pad.Mode.WRAP, 0);
            default -> throw new Unmapped("mode '" + mode + "'");
        };
    }

    /// Pads come as begin and end of the last axis, then of the one before it, and so on; ONNX takes all begins,
    /// then all ends.
    private static Value pad(Call call, Pad.Mode mode, double value) {
        Symbol x = call.tensor(0);
        List<Long> pads = call.integers(1);
        int rank = x.shape().rank();
        long[] around = new long[2 * rank];
        for (int i = 0; i < pads.size() / 2; i++) {
            around[rank - 1 - i] = pads.get(2 * i);
            around[2 * rank - 1 - i] = pads.get(2 * i + 1);
        }
        GraphBuilder graph = call.graph();
        return value == 0
                ? graph.node(new Pad(mode), x, graph.integers(around))
                : graph.node(new Pad(mode), x, graph.integers(around), graph.scalar(value, x));
    }

    /// `(x, repeats)`: new axes, if any, stand in front.
    private static Value repeat(Call call) {
        List<Long> repeats = call.integers(1);
        Symbol x = call.tensor(0);
        int added = repeats.size() - x.shape().rank();
        GraphBuilder graph = call.graph();
        if (added > 0) {
            x = graph.node(new Unsqueeze(), x, graph.integers(axes(added)));
        }
        return graph.node(
                new Tile(),
                x,
                graph.integers(repeats.stream().mapToLong(Long::longValue).toArray()));
    }

    private static long[] axes(int count) {
        return java.util.stream.LongStream.range(0, count).toArray();
    }

    private static Value expandAs(Call call) {
        return expand(call, Values.items(Values.extents(call.tensor(1).shape())));
    }

    private static Value expand(Call call) {
        return expand(call, call.items(1));
    }

    /// -1 keeps an extent; a size that follows the batch is read from the input of the graph when it runs.
    private static Value expand(Call call, List<Value> wanted) {
        Symbol x = call.tensor(0);
        List<Value> extents = new ArrayList<>(wanted);
        int added = extents.size() - x.shape().rank();
        for (int i = Math.max(0, added); i < extents.size(); i++) {
            if (extents.get(i).equals(new Scalar.Int(-1))) {
                extents.set(i, Values.extent(x.shape().dim(i - added)));
            }
        }
        return extents.equals(Values.items(Values.extents(x.shape())))
                ? call.value(0)
                : call.graph().node(Values.shape(extents), new Expand(), x, shape(call.graph(), extents));
    }

    private static Symbol shape(GraphBuilder graph, List<Value> extents) {
        if (extents.stream().allMatch(Values::isNumber)) {
            return graph.integers(extents.stream().mapToLong(Values::integer).toArray());
        }
        Symbol[] parts = extents.stream()
                .map(extent ->
                        extent.equals(new Scalar.Extent(1)) ? batch(graph) : graph.integers(Values.integer(extent)))
                .toArray(Symbol[]::new);
        return parts.length == 1 ? parts[0] : graph.node(ElementType.INT64, new Concat(0), parts);
    }

    /// The extent of the input's first axis, of shape (1).
    private static Symbol batch(GraphBuilder graph) {
        return graph.node(ElementType.INT64, new ShapeOf(0, 1), graph.input());
    }

    private static Value pixelShuffle(Call call) {
        Shape shape = call.tensor(0).shape();
        if (shape.rank() != 4) {
            throw new Unmapped("an input of shape " + shape + "; it must have 4 axes");
        }
        int block = Math.toIntExact(call.integer(1, 1));
        return call.graph().node(new DepthToSpace(block, DepthToSpace.Mode.CRD), call.tensor(0));
    }
}
