package io.espalier.onnx.op;

/// Elements put around the input; inputs `x, pads, value?, axes?`, pads int64 `(2 · axes)`: all begins, then all ends;
/// negative ones crop.
///
/// @param mode what the new elements hold
public record Pad(Mode mode) implements Movement {

    /// What a new element is: the value (0 by default), a mirror image, the nearest element, or the opposite side.
    public enum Mode {
        CONSTANT,
        REFLECT,
        EDGE,
        WRAP
    }

    static Pad read(Attributes in) {
        return new Pad(in.choice("mode", Mode.CONSTANT));
    }

    @Override
    public void write(AttributeWriter out) {
        out.choice("mode", mode, Mode.CONSTANT);
    }
}
