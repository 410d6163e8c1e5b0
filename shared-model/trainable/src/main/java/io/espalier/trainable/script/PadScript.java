package io.espalier.trainable.script;

import io.espalier.onnx.Node;
import io.espalier.onnx.op.Pad;
import java.util.Arrays;
import java.util.stream.LongStream;

/// Expressions of padding.
final class PadScript {

    private PadScript() {}

    static String of(Pad pad, Node node, Operands in) {
        String x = in.input(node, 0);
        int rank = in.shape(node, 0).rank();
        long[] pads = in.longs(node, 1);
        long[] begins = new long[rank];
        long[] ends = new long[rank];
        long[] axes =
                node.hasInput(3) ? in.longs(node, 3) : LongStream.range(0, rank).toArray();
        for (int i = 0; i < axes.length; i++) {
            int axis = Math.floorMod((int) axes[i], rank);
            begins[axis] = pads[i];
            ends[axis] = pads[i + axes.length];
        }
        return switch (pad.mode()) {
            case CONSTANT ->
                "torch.constant_pad_nd(%s, %s, %s)".formatted(x, lastAxisFirst(begins, ends), value(node, in));
            case REFLECT, EDGE, WRAP -> content(pad.mode(), begins, ends, node, in);
        };
    }

    private static String value(Node node, Operands in) {
        return node.hasInput(2) ? Literal.number(in.constant(node, 2).floats()[0]) : "0.";
    }

    private static String lastAxisFirst(long[] begins, long[] ends) {
        long[] pads = new long[2 * begins.length];
        for (int axis = 0; axis < begins.length; axis++) {
            int fromLast = begins.length - 1 - axis;
            pads[2 * fromLast] = begins[axis];
            pads[2 * fromLast + 1] = ends[axis];
        }
        return Arrays.toString(pads);
    }

    /// Padding by content is a choice of elements along each axis.
    private static String content(Pad.Mode mode, long[] begins, long[] ends, Node node, Operands in) {
        String x = in.input(node, 0);
        for (int axis = 0; axis < begins.length; axis++) {
            if (begins[axis] == 0 && ends[axis] == 0) {
                continue;
            }
            x = SelectionScript.at(x, axis, places(mode, begins[axis], ends[axis], in.extent(node, 0, axis)), in);
        }
        return x;
    }

    /// The element of the cropped axis that each element of the output shows.
    private static long[] places(Pad.Mode mode, long begin, long end, long extent) {
        long first = Math.max(0, -begin);
        long kept = extent - first - Math.max(0, -end);
        long before = Math.max(0, begin);
        return LongStream.range(-before, kept + Math.max(0, end))
                .map(place -> first + place(mode, place, kept))
                .toArray();
    }

    private static long place(Pad.Mode mode, long place, long extent) {
        return switch (mode) {
            case CONSTANT -> throw new IllegalArgumentException("a constant shows no element");
            case EDGE -> Math.clamp(place, 0L, extent - 1);
            case WRAP -> Math.floorMod(place, extent);
            case REFLECT -> {
                long period = Math.max(1, 2 * (extent - 1));
                long within = Math.floorMod(place, period);
                yield Math.min(within, period - within);
            }
        };
    }
}
