package io.espalier.onnx;

import io.espalier.onnx.op.BatchNormalization;
import io.espalier.onnx.op.GroupNormalization;
import io.espalier.onnx.op.InstanceNormalization;
import io.espalier.onnx.op.LayerNormalization;
import io.espalier.onnx.op.Normalization;
import java.util.ArrayList;
import java.util.List;

/// Shapes of the normalisations, which keep their input's, and what their parameters must look like.
///
/// Source: ONNX operators BatchNormalization-15, InstanceNormalization-6, LayerNormalization-17,
/// GroupNormalization-21.
final class NormalizationShapes {

    private NormalizationShapes() {}

    static Shape batch(BatchNormalization op, Operands in) {
        if (op.trainingMode() || in.node().outputs().size() > 1) {
            throw Invalid.unsupported(in.node().label() + ": training_mode=1 is not supported; export the model in"
                    + " evaluation mode with its BatchNormalization kept");
        }
        return perChannel(in, 4);
    }

    static Shape of(Normalization operator, Operands in) {
        return switch (operator) {
            case InstanceNormalization op -> perChannel(in, 2);
            case GroupNormalization op -> group(op, in);
            case LayerNormalization op -> layer(op, in);
        };
    }

    /// Inputs 1 to `last` have one element a channel.
    private static Shape perChannel(Operands in, int last) {
        Shape x = in.shape(0);
        for (int i = 1; i <= last; i++) {
            Shape parameter = in.shape(i);
            if (x.rank() < 2 || parameter.rank() != 1 || ShapeRules.differ(parameter.dim(0), x.dim(1))) {
                throw in.wrong("input " + i + " must have shape (channels) of " + x + ", had " + parameter);
            }
        }
        return x;
    }

    private static Shape group(GroupNormalization op, Operands in) {
        Shape x = in.shape(0);
        if (x.rank() < 3 || (x.dim(1).isFixed() && x.dim(1).size() % op.groups() != 0)) {
            throw in.wrong("the channels of " + x + " must be a multiple of num_groups=" + op.groups());
        }
        if (!op.perGroup()) {
            return perChannel(in, 2);
        }
        for (int i = 1; i <= 2; i++) {
            if (!in.shape(i).equals(Shape.of(op.groups()))) {
                throw in.wrong("input " + i + " must have shape (" + op.groups() + "), had " + in.shape(i));
            }
        }
        return x;
    }

    private static Shape layer(LayerNormalization op, Operands in) {
        Shape x = in.shape(0);
        in.axis(op.axis(), x.rank());
        for (int i = 1; i < Math.min(3, in.count()); i++) {
            if (in.node().hasInput(i)) {
                BroadcastShapes.requireStretchable(in, in.shape(i), x);
            }
        }
        return x;
    }

    /// What mean and 1 / standard deviation of a LayerNormalization look like: the normalised axes have extent 1.
    static Shape statistics(LayerNormalization op, Operands in) {
        Shape x = in.shape(0);
        int axis = in.axis(op.axis(), x.rank());
        List<Dim> dims = new ArrayList<>(x.dims());
        for (int i = axis; i < dims.size(); i++) {
            dims.set(i, Dim.of(1));
        }
        return new Shape(dims);
    }
}
