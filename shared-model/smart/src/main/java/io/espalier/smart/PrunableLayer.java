package io.espalier.smart;

/// A layer whose weight is cut into blocks.
///
/// The weight is `(outChannels, inChannels, taps)`, row-major; a fully connected one has one tap. A tile block
/// covers `blockOut × blockIn` channels of one tap, blocks at the edges may be smaller, and the grid is
/// `(⌈out/blockOut⌉, ⌈in/blockIn⌉, taps)`. A channel block (`blockIn = 0`) covers all inputs and taps of
/// `blockOut` output channels, and its grid is `(⌈out/blockOut⌉)`. Blocks are numbered row-major over the grid.
///
/// @param node        name of the ONNX node
/// @param weight      name of its weight initializer
/// @param outChannels first extent of the weight
/// @param inChannels  second extent, inputs of one group
/// @param taps        product of the kernel's extents
/// @param blockOut    output channels of a block, >= 1
/// @param blockIn     input channels of a block, or 0 for the channel pattern
public record PrunableLayer(
        String node, String weight, int outChannels, int inChannels, int taps, int blockOut, int blockIn) {

    public int rows() {
        return Math.ceilDiv(outChannels, blockOut);
    }

    /// Blocks along the input channels.
    public int columns() {
        return blockIn == 0 ? 1 : Math.ceilDiv(inChannels, blockIn);
    }

    /// Blocks along the taps.
    public int depth() {
        return blockIn == 0 ? 1 : taps;
    }

    public int blocks() {
        return rows() * columns() * depth();
    }

    /// Number of weights in the layer.
    public int weights() {
        return outChannels * inChannels * taps;
    }

    /// The block of the weight at `index`, row-major over `(outChannels, inChannels, taps)`.
    public int blockOf(int index) {
        int tap = index % taps;
        int in = index / taps % inChannels;
        int out = index / taps / inChannels;
        return blockIn == 0 ? out / blockOut : (out / blockOut * columns() + in / blockIn) * taps + tap;
    }

    /// How many weights each block really has, shape `(blocks)`: fewer at ragged edges.
    public int[] elements() {
        int[] elements = new int[blocks()];
        for (int i = 0; i < weights(); i++) {
            elements[blockOf(i)]++;
        }
        return elements;
    }

    /// `Σ w²` of each block, shape `(blocks)`.
    ///
    /// @param weights row-major, shape `(outChannels, inChannels, taps)`
    public double[] sumsOfSquares(float[] weights) {
        double[] sums = new double[blocks()];
        for (int i = 0; i < weights.length; i++) {
            sums[blockOf(i)] += (double) weights[i] * weights[i];
        }
        return sums;
    }

    /// Which blocks hold a weight other than ±0, shape `(blocks)`.
    public boolean[] nonZero(float[] weights) {
        boolean[] nonZero = new boolean[blocks()];
        for (int i = 0; i < weights.length; i++) {
            nonZero[blockOf(i)] |= weights[i] != 0.0f;
        }
        return nonZero;
    }
}
