package io.espalier.onnx.op;

import java.util.Locale;

/// Elements put around the input; inputs `x, pads, value?, axes?`, pads int64 `(2 · axes)`: all begins, then all ends;
/// negative ones crop.
///
/// @param mode what the new elements hold
public record Pad(Mode mode) implements Operator {

    /// What a new element is: the value (0 by default), a mirror image, the nearest element, or the opposite side.
    public enum Mode {
        CONSTANT,
        REFLECT,
        EDGE,
        WRAP;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Pad read(Attributes in) {
        String mode = in.text("mode", "constant");
        for (Mode known : Mode.values()) {
            if (known.label().equals(mode)) {
                return new Pad(known);
            }
        }
        throw in.refuse("mode", mode, "constant, reflect, edge or wrap");
    }

    @Override
    public void write(AttributeWriter out) {
        out.text("mode", mode.label(), "constant");
    }
}
