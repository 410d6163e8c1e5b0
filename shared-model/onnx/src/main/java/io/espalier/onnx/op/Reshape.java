package io.espalier.onnx.op;

/// The same elements under the shape given by the second input: -1 = what is left over, 0 = the input's extent.
///
/// @param allowZero 0 means zero elements instead; since operator set 14
public record Reshape(boolean allowZero) implements View {

    static Reshape read(Attributes in) {
        return new Reshape(in.flag("allowzero", false));
    }

    @Override
    public void write(AttributeWriter out) {
        out.flag("allowzero", allowZero, false);
    }
}
