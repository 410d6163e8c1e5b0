package io.espalier.trainable;

/// A weight whose blocks are multiplied by one factor each, inside the graph: `w̃ = w ⊙ expand(f)`.
///
/// A convolution weight `(Co, Ci, kh, kw)` has the factor grid `(⌈Co/blockOut⌉, ⌈Ci/blockIn⌉, kh, kw)`: one factor a
/// tile of channels and kernel tap. A fully connected weight `(O, I)` has `(⌈O/blockOut⌉, ⌈I/blockIn⌉)`. Tiles at the
/// lower and right edge may be smaller. Grids are row-major.
///
/// @param parameter name of the weight, an initializer of the graph with two or more dimensions
/// @param blockOut  output channels a block, >= 1
/// @param blockIn   input channels a block, >= 1; 0 is the `channel` pattern: one factor per output channel over all
///     inputs and taps, grid `(Co)`, `blockOut` = 1
public record BlockFactor(String parameter, int blockOut, int blockIn) {

    public BlockFactor {
        if (blockOut < 1 || blockIn < 0) {
            throw new IllegalArgumentException(
                    "block of '%s' must be at least 1 × 1, was %d × %d".formatted(parameter, blockOut, blockIn));
        }
        if (blockIn == 0 && blockOut != 1) {
            throw new IllegalArgumentException(
                    "the channel pattern has one factor per output channel, '%s' asks for %d channels a factor"
                            .formatted(parameter, blockOut));
        }
    }

    /// Whether one factor covers all inputs and taps of an output channel.
    public boolean coversChannel() {
        return blockIn == 0;
    }

    /// Shape of the factor grid over a weight.
    ///
    /// @param weight shape `(Co, Ci, …taps)`
    public long[] grid(long[] weight) {
        if (weight.length < 2) {
            throw new IllegalArgumentException(
                    "'%s' has %d dimension(s); blocks need 2 or more".formatted(parameter, weight.length));
        }
        if (coversChannel()) {
            return new long[] {weight[0]};
        }
        long[] grid = weight.clone();
        grid[0] = Math.ceilDiv(weight[0], blockOut);
        grid[1] = Math.ceilDiv(weight[1], blockIn);
        return grid;
    }

    /// Multiplies each element by its block's factor; where the factor is 0 the result is `+0.0f`, whatever the sign.
    ///
    /// @param shape   of the weight, `(Co, Ci, …taps)`
    /// @param weight  row-major values
    /// @param factors where this weight's grid, row-major, begins at `offset`
    float[] applied(long[] shape, float[] weight, float[] factors, int offset) {
        int inputs = (int) shape[1];
        int taps = weight.length / Math.toIntExact(shape[0] * inputs);
        int gridInputs = coversChannel() ? 1 : Math.ceilDiv(inputs, blockIn);
        float[] masked = new float[weight.length];
        for (int i = 0; i < weight.length; i++) {
            int out = i / taps / inputs;
            int in = i / taps % inputs;
            int cell = coversChannel() ? out : (out / blockOut * gridInputs + in / blockIn) * taps + i % taps;
            float factor = factors[offset + cell];
            masked[i] = factor == 0 ? 0f : weight[i] * factor;
        }
        return masked;
    }
}
