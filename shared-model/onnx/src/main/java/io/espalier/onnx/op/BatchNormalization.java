package io.espalier.onnx.op;

/// y = (x - mean) / sqrt(var + epsilon) · scale + bias, per channel (axis 1); inputs `x, scale, bias, mean, var`.
///
/// @param epsilon 1e-5 by default
/// @param momentum weight of the old running statistics, 0.9 by default (PyTorch's momentum is 1 - this)
/// @param trainingMode normalise with the batch's own statistics; since operator set 14
public record BatchNormalization(float epsilon, float momentum, boolean trainingMode) implements Operator {

    static BatchNormalization read(Attributes in) {
        return new BatchNormalization(
                in.real("epsilon", 1e-5f), in.real("momentum", 0.9f), in.flag("training_mode", false));
    }

    @Override
    public void write(AttributeWriter out) {
        out.real("epsilon", epsilon, 1e-5f);
        out.real("momentum", momentum, 0.9f);
        out.flag("training_mode", trainingMode, false);
    }
}
