package io.espalier.trainable.script;

import io.espalier.onnx.Dim;
import io.espalier.onnx.Node;
import io.espalier.onnx.Shape;
import io.espalier.onnx.op.Concat;
import io.espalier.onnx.op.DepthToSpace;
import io.espalier.onnx.op.Expand;
import io.espalier.onnx.op.Gather;
import io.espalier.onnx.op.GatherElements;
import io.espalier.onnx.op.Movement;
import io.espalier.onnx.op.Pad;
import io.espalier.onnx.op.Slice;
import io.espalier.onnx.op.SpaceToDepth;
import io.espalier.onnx.op.Split;
import io.espalier.onnx.op.Tile;
import io.espalier.onnx.op.Transpose;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Expressions of the operators that put elements elsewhere.
final class MovementScript {

    private MovementScript() {}

    static String of(Movement movement, Node node, Operands in) {
        return switch (movement) {
            case Concat concat -> concat(concat, node, in);
            case DepthToSpace op -> depthToSpace(op, in.input(node, 0));
            case Expand ignored -> expand(node, in);
            case Gather gather -> SelectionScript.gather(gather, node, in);
            case GatherElements gather -> SelectionScript.gatherElements(gather, node, in);
            case Pad pad -> PadScript.of(pad, node, in);
            case Slice ignored -> SelectionScript.slice(node, in);
            case SpaceToDepth op -> spaceToDepth(op, in.input(node, 0));
            case Split split -> split(split, node, in);
            case Tile ignored ->
                "torch.repeat(%s, %s)".formatted(in.input(node, 0), Arrays.toString(in.longs(node, 1)));
            case Transpose transpose -> transpose(transpose, node, in);
        };
    }

    private static String concat(Concat concat, Node node, Operands in) {
        List<String> parts = IntStream.range(0, node.inputs().size())
                .mapToObj(position -> in.input(node, position))
                .toList();
        return "torch.cat(%s, %d)".formatted(Literal.list(parts), concat.axis());
    }

    private static String transpose(Transpose transpose, Node node, Operands in) {
        int rank = in.shape(node, 0).rank();
        List<Integer> reversed =
                IntStream.range(0, rank).mapToObj(axis -> rank - 1 - axis).toList();
        List<Integer> order = transpose.perm().isEmpty() ? reversed : transpose.perm();
        return "torch.permute(%s, %s)".formatted(in.input(node, 0), order);
    }

    private static String depthToSpace(DepthToSpace op, String x) {
        int s = op.blockSize();
        return switch (op.mode()) {
            case CRD -> "torch.pixel_shuffle(%s, %d)".formatted(x, s);
            case DCR -> {
                String places =
                        "torch.permute(torch.unflatten(%s, 1, [%d, %d, -1]), [0, 3, 4, 1, 5, 2])".formatted(x, s, s);
                yield "torch.flatten(torch.flatten(%s, 4, 5), 2, 3)".formatted(places);
            }
        };
    }

    private static String spaceToDepth(SpaceToDepth op, String x) {
        int s = op.blockSize();
        String squares = "torch.unflatten(torch.unflatten(%s, 3, [-1, %d]), 2, [-1, %d])".formatted(x, s, s);
        return "torch.flatten(torch.permute(%s, [0, 3, 5, 1, 2, 4]), 1, 3)".formatted(squares);
    }

    /// An extent that x has already stays (-1), so that a batch of any size passes.
    private static String expand(Node node, Operands in) {
        Shape x = in.shape(node, 0);
        Shape result = in.result(node);
        int lead = result.rank() - x.rank();
        List<String> sizes = new ArrayList<>();
        for (int axis = 0; axis < result.rank(); axis++) {
            Dim extent = result.dim(axis);
            sizes.add(axis >= lead && x.dim(axis - lead).equals(extent) ? "-1" : in.extent(extent));
        }
        return "torch.expand(%s, %s)".formatted(in.input(node, 0), sizes);
    }

    /// A list of parts; the extents are those of the outputs.
    private static String split(Split split, Node node, Operands in) {
        int axis = Math.floorMod(split.axis(), in.shape(node, 0).rank());
        List<Long> sizes = new ArrayList<>();
        if (node.hasInput(1)) {
            Arrays.stream(in.longs(node, 1)).forEach(sizes::add);
        } else {
            int parts =
                    split.numOutputs() > 0 ? split.numOutputs() : node.outputs().size();
            long extent = in.extent(node, 0, axis);
            long size = Math.ceilDiv(extent, parts);
            for (int i = 0; i < parts; i++) {
                sizes.add(Math.min(size, extent - i * size));
            }
        }
        return "torch.split_with_sizes(%s, %s, %d)".formatted(in.input(node, 0), sizes, axis);
    }
}
