package io.espalier.onnx.op;

/// y = x - ln(sum of e^x along an axis).
///
/// @param axis in `[-rank, rank)`; -1 by default, 1 before operator set 13
/// @param flattened before operator set 13: the sum runs over all axes from `axis` on
public record LogSoftmax(int axis, boolean flattened) implements Operator {

    static LogSoftmax read(Attributes in) {
        boolean flattened = in.opset() < 13;
        return new LogSoftmax(in.number("axis", flattened ? 1 : -1), flattened);
    }

    @Override
    public void write(AttributeWriter out) {
        out.always("axis", axis);
    }
}
