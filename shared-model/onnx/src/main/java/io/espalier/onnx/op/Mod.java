package io.espalier.onnx.op;

/// c = the remainder of a / b; since operator set 10.
///
/// @param fmod it has the sign of a, as in C; otherwise the sign of b, for integers only
public record Mod(boolean fmod) implements Arithmetic {

    static Mod read(Attributes in) {
        return new Mod(in.flag("fmod", false));
    }

    @Override
    public void write(AttributeWriter out) {
        out.flag("fmod", fmod, false);
    }
}
