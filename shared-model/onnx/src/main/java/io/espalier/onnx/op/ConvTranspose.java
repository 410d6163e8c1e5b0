package io.espalier.onnx.op;

import java.util.List;

/// Transposed convolution, the gradient of [Conv] by its input: x `(n, ci, h, w)`, weight `(ci, co/group, kh, kw)`,
/// bias? `(co)`, to `(n, co, ho, wo)`; any number of spatial axes.
///
/// @param group         groups that the channels are cut into, >= 1
/// @param window        its kernel may be empty: then it is the weight's
/// @param outputPadding elements added at the end of each spatial axis; empty = 0
/// @param outputShape   extents of the spatial axes, from which the padding follows; empty = not stated
public record ConvTranspose(int group, Window window, List<Long> outputPadding, List<Long> outputShape)
        implements Operator {

    public ConvTranspose {
        outputPadding = List.copyOf(outputPadding);
        outputShape = List.copyOf(outputShape);
    }

    public ConvTranspose(int group, Window window) {
        this(group, window, List.of(), List.of());
    }

    static ConvTranspose read(Attributes in) {
        return new ConvTranspose(
                in.number("group", 1), Window.read(in), in.integers("output_padding"), in.integers("output_shape"));
    }

    @Override
    public void write(AttributeWriter out) {
        out.integer("group", group, 1);
        window.write(out);
        out.longs("output_padding", outputPadding);
        out.longs("output_shape", outputShape);
    }
}
