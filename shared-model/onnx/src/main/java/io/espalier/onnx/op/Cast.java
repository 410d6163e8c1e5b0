package io.espalier.onnx.op;

import io.espalier.onnx.ElementType;
import java.util.Arrays;
import java.util.stream.Collectors;

/// The elements under another type.
///
/// @param to element type of the output
/// @param saturate for 8-bit floats only; since operator set 19
public record Cast(ElementType to, boolean saturate) implements Scaffold {

    private static String allowed() {
        return Arrays.stream(ElementType.values())
                .map(type -> type.code() + " (" + type + ")")
                .collect(Collectors.joining(", "));
    }

    static Cast read(Attributes in) {
        long code = in.required("to");
        ElementType to = ElementType.of((int) code).orElseThrow(() -> in.refuse("to", code, "one of " + allowed()));
        return new Cast(to, in.flag("saturate", true));
    }

    @Override
    public void write(AttributeWriter out) {
        out.always("to", to.code());
        out.flag("saturate", saturate, true);
    }
}
