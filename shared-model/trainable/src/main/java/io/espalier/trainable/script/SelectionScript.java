package io.espalier.trainable.script;

import io.espalier.onnx.Node;
import io.espalier.onnx.SliceRange;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.op.Gather;
import io.espalier.onnx.op.GatherElements;
import java.util.Arrays;
import java.util.stream.LongStream;

/// Expressions of the operators that take some elements along an axis.
final class SelectionScript {

    private SelectionScript() {}

    /// Elements of an axis at fixed places.
    static String at(String x, long axis, long[] places, Operands in) {
        return "torch.index_select(%s, %d, %s)".formatted(x, axis, in.fixed(Tensor.ofVector(places)));
    }

    static String gather(Gather gather, Node node, Operands in) {
        int axis = Math.floorMod(gather.axis(), in.shape(node, 0).rank());
        String x = in.input(node, 0);
        if (in.known(node, 1).isEmpty()) {
            String places = fromFront(in.input(node, 1), in.extent(node, 0, axis));
            return "torch.unflatten(torch.index_select(%s, %d, torch.flatten(%s)), %d, torch.size(%s))"
                    .formatted(x, axis, places, axis, in.input(node, 1));
        }
        Tensor indices = in.constant(node, 1);
        if (indices.rank() == 0) {
            return "torch.select(%s, %d, %d)".formatted(x, axis, indices.longs()[0]);
        }
        String taken = at(x, axis, fromFront(indices, node, in, axis), in);
        return indices.rank() == 1
                ? taken
                : "torch.unflatten(%s, %d, %s)".formatted(taken, axis, Arrays.toString(indices.shape()));
    }

    private static long[] fromFront(Tensor indices, Node node, Operands in, int axis) {
        if (LongStream.of(indices.longs()).allMatch(index -> index >= 0)) {
            return indices.longs();
        }
        long extent = in.extent(node, 0, axis);
        return LongStream.of(indices.longs())
                .map(index -> index < 0 ? index + extent : index)
                .toArray();
    }

    /// Negative indices count from the end; what lies outside the axis stays outside, and libtorch refuses it.
    private static String fromFront(String indices, long extent) {
        String places = "torch.to(%s, 4)".formatted(indices);
        return "torch.where(torch.lt(%1$s, 0), torch.add(%1$s, %2$d), %1$s)".formatted(places, extent);
    }

    static String gatherElements(GatherElements gather, Node node, Operands in) {
        int axis = Math.floorMod(gather.axis(), in.shape(node, 0).rank());
        String places = fromFront(in.input(node, 1), in.extent(node, 0, axis));
        return "torch.gather(%s, %d, %s)".formatted(in.input(node, 0), axis, places);
    }

    static String slice(Node node, Operands in) {
        String x = in.input(node, 0);
        long[] starts = in.longs(node, 1);
        long[] ends = in.longs(node, 2);
        for (int i = 0; i < starts.length; i++) {
            long axis = node.hasInput(3) ? in.longs(node, 3)[i] : i;
            long step = node.hasInput(4) ? in.longs(node, 4)[i] : 1;
            x = step > 0
                    ? "torch.slice(%s, %d, %d, %d, %d)".formatted(x, axis, starts[i], ends[i], step)
                    : at(x, axis, places(starts[i], ends[i], step, in.extent(node, 0, (int) axis)), in);
        }
        return x;
    }

    private static long[] places(long start, long end, long step, long extent) {
        SliceRange range = SliceRange.of(start, end, step, extent);
        return LongStream.range(0, range.length())
                .map(i -> range.start() + i * range.step())
                .toArray();
    }
}
