package io.espalier.trainable.script;

import io.espalier.onnx.Node;
import io.espalier.onnx.Shape;
import io.espalier.onnx.op.BatchNormalization;
import io.espalier.onnx.op.GroupNormalization;
import io.espalier.onnx.op.InstanceNormalization;
import io.espalier.onnx.op.LayerNormalization;
import io.espalier.onnx.op.Normalization;
import java.util.List;

/// Expressions of the normalisations.
final class NormalizationScript {

    private NormalizationScript() {}

    static String of(Normalization norm, Node node, Operands in) {
        return switch (norm) {
            case InstanceNormalization ignored ->
                grouped(node, in, in.extent(node, 0, 1), in.input(node, 1), in.input(node, 2), norm.epsilon());
            case GroupNormalization group -> group(group, node, in);
            case LayerNormalization layer -> layer(layer, node, in);
        };
    }

    static String batch(BatchNormalization norm, Node node, Operands in, Mode mode) {
        if (norm.trainingMode()) {
            throw new UntrainableException("training_mode must be 0: the file is evaluated as it stands");
        }
        String batchStatistics = mode == Mode.EVAL ? "False" : "True";
        // ONNX weighs the old statistics, PyTorch the new ones.
        String momentum =
                switch (mode) {
                    case TRAIN -> Double.toString(1 - (double) norm.momentum());
                    case EVAL -> "0.";
                    case RECALIBRATE -> "float(m)";
                };
        return "torch.batch_norm(%s, %s, %s, %s, %s, %s, %s, %s, False)"
                .formatted(
                        in.input(node, 0),
                        in.input(node, 1),
                        in.input(node, 2),
                        in.input(node, 3),
                        in.input(node, 4),
                        batchStatistics,
                        momentum,
                        norm.epsilon());
    }

    private static String group(GroupNormalization norm, Node node, Operands in) {
        long channels = in.extent(node, 0, 1);
        long repeats = norm.perGroup() ? channels / norm.groups() : 1;
        return grouped(
                node,
                in,
                norm.groups(),
                repeated(in.input(node, 1), repeats),
                repeated(in.input(node, 2), repeats),
                norm.epsilon());
    }

    private static String repeated(String perGroup, long repeats) {
        return repeats == 1 ? perGroup : "torch.repeat_interleave(%s, %d)".formatted(perGroup, repeats);
    }

    private static String grouped(Node node, Operands in, long groups, String scale, String bias, float epsilon) {
        return "torch.group_norm(%s, %d, %s, %s, %s, False)"
                .formatted(in.input(node, 0), groups, scale, bias, Literal.number(epsilon));
    }

    /// ATen takes scale and bias of exactly the normalised axes; others are multiplied and added.
    private static String layer(LayerNormalization norm, Node node, Operands in) {
        Shape x = in.shape(node, 0);
        int axis = Math.floorMod(norm.axis(), x.rank());
        Shape inner = new Shape(x.dims().subList(axis, x.rank()));
        List<Long> extents = inner.dims().stream().map(in::fixedExtent).toList();
        boolean direct = in.shape(node, 1).equals(inner)
                && (!node.hasInput(2) || in.shape(node, 2).equals(inner));
        String scale = direct ? in.input(node, 1) : Operands.NONE;
        String bias = direct ? in.input(node, 2) : Operands.NONE;
        String y = "torch.layer_norm(%s, %s, %s, %s, %s, False)"
                .formatted(in.input(node, 0), extents, scale, bias, Literal.number(norm.epsilon()));
        if (direct) {
            return y;
        }
        String scaled = "torch.mul(%s, %s)".formatted(y, in.input(node, 1));
        return node.hasInput(2) ? "torch.add(%s, %s)".formatted(scaled, in.input(node, 2)) : scaled;
    }
}
