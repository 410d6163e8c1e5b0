package io.espalier.trainable.script;

import io.espalier.onnx.Node;
import io.espalier.onnx.op.Flatten;
import io.espalier.onnx.op.Reshape;
import io.espalier.onnx.op.Squeeze;
import io.espalier.onnx.op.Unsqueeze;
import io.espalier.onnx.op.View;
import java.util.ArrayList;
import java.util.List;

/// Expressions of the operators that give the same elements another shape; the batch size stays unknown.
final class ViewScript {

    private ViewScript() {}

    static String of(View view, Node node, Operands in) {
        return switch (view) {
            case Flatten flatten ->
                flatten(flatten, in.input(node, 0), in.shape(node, 0).rank());
            case Reshape reshape -> reshape(reshape, node, in);
            case Squeeze ignored -> squeeze(node, in);
            case Unsqueeze ignored -> unsqueeze(node, in);
        };
    }

    /// To two axes: all before `axis`, and all from it on; of none of them, one element.
    private static String flatten(Flatten flatten, String x, int rank) {
        int axis = flatten.axis() < 0 ? flatten.axis() + rank : flatten.axis();
        if (axis == 0) {
            return "torch.reshape(%s, [1, -1])".formatted(x);
        }
        if (axis == rank) {
            return "torch.reshape(%s, [-1, 1])".formatted(x);
        }
        return axis == 1
                ? "torch.flatten(%s, 1)".formatted(x)
                : "torch.flatten(torch.flatten(%s, %d), 0, -2)".formatted(x, axis);
    }

    /// The target as it stands; where it is computed, the extents that shape inference knows.
    private static String reshape(Reshape reshape, Node node, Operands in) {
        String x = in.input(node, 0);
        if (in.known(node, 1).isEmpty()) {
            return "torch.reshape(%s, %s)".formatted(x, in.extents(in.result(node)));
        }
        long[] target = in.longs(node, 1);
        List<String> sizes = new ArrayList<>();
        for (int axis = 0; axis < target.length; axis++) {
            boolean copied = target[axis] == 0 && !reshape.allowZero();
            sizes.add(copied ? "torch.size(%s, %d)".formatted(x, axis) : Long.toString(target[axis]));
        }
        return "torch.reshape(%s, %s)".formatted(x, sizes);
    }

    private static String unsqueeze(Node node, Operands in) {
        List<Long> axes = in.axes(node, 1);
        long rank = (long) in.shape(node, 0).rank() + axes.size();
        String x = in.input(node, 0);
        for (long axis :
                axes.stream().map(axis -> Math.floorMod(axis, rank)).sorted().toList()) {
            x = "torch.unsqueeze(%s, %d)".formatted(x, axis);
        }
        return x;
    }

    private static String squeeze(Node node, Operands in) {
        List<Long> axes = in.axes(node, 1);
        String x = in.input(node, 0);
        return axes.isEmpty() ? "torch.squeeze(" + x + ")" : "torch.squeeze(%s, %s)".formatted(x, axes);
    }
}
