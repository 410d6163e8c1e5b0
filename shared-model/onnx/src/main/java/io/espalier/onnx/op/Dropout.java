package io.espalier.onnx.op;

/// The identity when a model runs; some elements dropped when it trains. Inputs `x, ratio?, training_mode?`; the
/// optional second output is the mask.
///
/// @param ratio fraction of elements dropped in training, in `[0, 1)`; 0.5 by default; an input since operator set 12
/// @param seed of the generator; 0 = absent
public record Dropout(float ratio, long seed) implements Scaffold {

    static Dropout read(Attributes in) {
        return new Dropout(in.real("ratio", 0.5f), in.integer("seed", 0));
    }

    @Override
    public void write(AttributeWriter out) {
        out.real("ratio", ratio, 0.5f);
        out.integer("seed", seed, 0);
    }
}
