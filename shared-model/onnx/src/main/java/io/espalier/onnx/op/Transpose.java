package io.espalier.onnx.op;

import java.util.List;

/// The axes in another order: extent i of the output is extent `perm[i]` of the input.
///
/// @param perm a permutation of the axes; empty = reversed
public record Transpose(List<Integer> perm) implements Movement {

    public Transpose {
        perm = List.copyOf(perm);
    }

    static Transpose read(Attributes in) {
        return new Transpose(in.numbers("perm"));
    }

    @Override
    public void write(AttributeWriter out) {
        out.integers("perm", perm);
    }
}
