package io.espalier.trainable;

import io.espalier.onnx.Node;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.op.Concat;
import io.espalier.onnx.op.Flatten;
import io.espalier.onnx.op.Gather;
import io.espalier.onnx.op.Pad;
import io.espalier.onnx.op.Reduce;
import io.espalier.onnx.op.Reshape;
import io.espalier.onnx.op.Transpose;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// Expressions of the operators that rearrange, cut, join or reduce axes; the batch size stays unknown.
final class ShapeScript {

    private ShapeScript() {}

    static String globalMean(Node node, Operands operands) {
        int rank = operands.shape(node, 0).rank();
        List<Integer> spatial = IntStream.range(2, rank).boxed().toList();
        return "torch.mean(%s, %s, True)".formatted(operands.input(node, 0), spatial);
    }

    static String mean(Reduce mean, Node node, Operands operands) {
        String x = operands.input(node, 0);
        List<Long> axes = axes(node, operands);
        if (axes.isEmpty() && mean.noopWithEmptyAxes()) {
            return x;
        }
        if (axes.isEmpty()) {
            axes = LongStream.range(0, operands.shape(node, 0).rank()).boxed().toList();
        }
        return "torch.mean(%s, %s, %s)".formatted(x, axes, mean.keepDims() ? "True" : "False");
    }

    static String flatten(Flatten flatten, String x) {
        return switch (flatten.axis()) {
            case 0 -> "torch.reshape(%s, [1, -1])".formatted(x);
            case 1 -> "torch.flatten(%s, 1)".formatted(x);
            default -> "torch.flatten(torch.flatten(%s, %d), 0, -2)".formatted(x, flatten.axis());
        };
    }

    static String reshape(Reshape reshape, Node node, Operands operands) {
        String x = operands.input(node, 0);
        long[] target = operands.longs(node, 1);
        List<String> sizes = new ArrayList<>();
        for (int axis = 0; axis < target.length; axis++) {
            boolean copied = target[axis] == 0 && !reshape.allowZero();
            sizes.add(copied ? "torch.size(%s, %d)".formatted(x, axis) : Long.toString(target[axis]));
        }
        return "torch.reshape(%s, %s)".formatted(x, sizes);
    }

    static String concat(Concat concat, Node node, Operands operands) {
        String parts = IntStream.range(0, node.inputs().size())
                .mapToObj(position -> operands.input(node, position))
                .collect(Collectors.joining(", ", "[", "]"));
        return "torch.cat(%s, %d)".formatted(parts, concat.axis());
    }

    static String pad(Pad pad, Node node, Operands operands) {
        String x = operands.input(node, 0);
        long[] pads = operands.longs(node, 1);
        int rank = operands.shape(node, 0).rank();
        long[] axes = node.hasInput(3)
                ? operands.longs(node, 3)
                : LongStream.range(0, rank).toArray();
        long[] lastAxisFirst = new long[2 * rank];
        for (int i = 0; i < axes.length; i++) {
            int fromLast = rank - 1 - Math.floorMod((int) axes[i], rank);
            lastAxisFirst[2 * fromLast] = pads[i];
            lastAxisFirst[2 * fromLast + 1] = pads[i + axes.length];
        }
        return switch (pad.mode()) {
            case CONSTANT ->
                "torch.constant_pad_nd(%s, %s, %s)"
                        .formatted(x, Arrays.toString(lastAxisFirst), padValue(node, operands));
            case REFLECT -> mirrored(x, lastAxisFirst, "reflect");
            case EDGE -> mirrored(x, lastAxisFirst, "replicate");
            case WRAP -> mirrored(x, lastAxisFirst, "circular");
        };
    }

    private static String padValue(Node node, Operands operands) {
        return node.hasInput(2)
                ? OperatorScript.number(operands.constant(node, 2).floats()[0])
                : "0.";
    }

    /// ATen pads by content on the innermost axes only, so leading axes without padding are left out.
    private static String mirrored(String x, long[] lastAxisFirst, String mode) {
        int used = lastAxisFirst.length;
        while (used > 2 && lastAxisFirst[used - 1] == 0 && lastAxisFirst[used - 2] == 0) {
            used -= 2;
        }
        return "torch.pad(%s, %s, \"%s\")".formatted(x, Arrays.toString(Arrays.copyOf(lastAxisFirst, used)), mode);
    }

    static String slice(Node node, Operands operands) {
        String x = operands.input(node, 0);
        long[] starts = operands.longs(node, 1);
        long[] ends = operands.longs(node, 2);
        for (int i = 0; i < starts.length; i++) {
            long axis = node.hasInput(3) ? operands.longs(node, 3)[i] : i;
            long step = node.hasInput(4) ? operands.longs(node, 4)[i] : 1;
            if (step < 1) {
                throw new UntrainableException("steps must be 1 or more, was " + step);
            }
            x = "torch.slice(%s, %d, %d, %d, %d)".formatted(x, axis, starts[i], ends[i], step);
        }
        return x;
    }

    static String transpose(Transpose transpose, Node node, Operands operands) {
        int rank = operands.shape(node, 0).rank();
        List<Integer> reversed =
                IntStream.range(0, rank).mapToObj(axis -> rank - 1 - axis).toList();
        List<Integer> order = transpose.perm().isEmpty() ? reversed : transpose.perm();
        return "torch.permute(%s, %s)".formatted(operands.input(node, 0), order);
    }

    static String gather(Gather gather, Node node, Operands operands) {
        Tensor indices = operands.constant(node, 1);
        String x = operands.input(node, 0);
        return switch (indices.rank()) {
            case 0 -> "torch.select(%s, %d, %d)".formatted(x, gather.axis(), indices.longs()[0]);
            case 1 -> {
                String parts = LongStream.of(indices.longs())
                        .mapToObj(index -> "torch.select(%s, %d, %d)".formatted(x, gather.axis(), index))
                        .collect(Collectors.joining(", ", "[", "]"));
                yield "torch.stack(%s, %d)".formatted(parts, gather.axis());
            }
            default -> throw new UntrainableException("indices must have 0 or 1 axes, have " + indices.rank());
        };
    }

    static String unsqueeze(Node node, Operands operands) {
        List<Long> axes = axes(node, operands);
        int rank = operands.shape(node, 0).rank() + axes.size();
        String x = operands.input(node, 0);
        for (long axis : axes.stream()
                .map(axis -> Math.floorMod(axis, (long) rank))
                .sorted()
                .toList()) {
            x = "torch.unsqueeze(%s, %d)".formatted(x, axis);
        }
        return x;
    }

    static String squeeze(Node node, Operands operands) {
        List<Long> axes = axes(node, operands);
        String x = operands.input(node, 0);
        return axes.isEmpty() ? "torch.squeeze(" + x + ")" : "torch.squeeze(%s, %s)".formatted(x, axes);
    }

    /// The axes that input 1 names; empty if it is left out.
    private static List<Long> axes(Node node, Operands operands) {
        return node.hasInput(1) ? Arrays.stream(operands.longs(node, 1)).boxed().toList() : List.of();
    }
}
