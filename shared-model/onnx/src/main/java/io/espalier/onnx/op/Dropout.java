package io.espalier.onnx.op;

/// The identity when a model runs; some elements dropped when it trains. Inputs `x, ratio?, training_mode?`, the ratio
/// a scalar in `[0, 1)`, 0.5 if left out; the optional second output is the mask.
///
/// @param seed of the generator; 0 = absent
public record Dropout(long seed) implements Scaffold {

    static Dropout read(Attributes in) {
        return new Dropout(in.integer("seed", 0));
    }

    @Override
    public void write(AttributeWriter out) {
        out.integer("seed", seed, 0);
    }
}
