package io.espalier.trainable;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Blocks of parameters that are multiplied by one factor each, inside the graph: `w̃ = w ⊙ expand(f)`.
///
/// A parameter may stand in several block factors; then it is multiplied by all of them.
public sealed interface BlockFactor {

    /// One factor a tile of channels and kernel tap of a weight.
    ///
    /// A convolution weight `(Co, Ci, kh, kw)` has the factor grid `(⌈Co/blockOut⌉, ⌈Ci/blockIn⌉, kh, kw)`, a fully
    /// connected weight `(O, I)` has `(⌈O/blockOut⌉, ⌈I/blockIn⌉)`, row-major. Tiles at the lower and right edge
    /// may be smaller.
    ///
    /// @param parameter name of the weight, `(out, in, …taps)`
    /// @param blockOut  output channels a block, >= 1
    /// @param blockIn   input channels a block, >= 1
    record Tiles(String parameter, int blockOut, int blockIn) implements BlockFactor {

        public Tiles {
            requireExtents(parameter, blockOut, blockIn);
        }
    }

    /// One factor a tile of the matrix `(Co, K)` that a convolution is lowered to, `K = Ci · kh · kw`; a fully
    /// connected
    /// weight is its own matrix. The grid is `(⌈Co/blockOut⌉, ⌈K/products⌉)`, row-major; edge tiles may be smaller.
    ///
    /// @param parameter name of the weight, `(out, in, …taps)`
    /// @param blockOut  output channels a block, >= 1
    /// @param products  columns a block, >= 1
    /// @param tapMajor  `K` is `(…taps, ci)` with `ci` fastest; otherwise `(ci, …taps)` as the weight is stored
    record Matrix(String parameter, int blockOut, int products, boolean tapMajor) implements BlockFactor {

        public Matrix {
            requireExtents(parameter, blockOut, products);
        }
    }

    /// Factors of channels: each multiplies slices of any number of parameters.
    ///
    /// @param count   factors, >= 1
    /// @param targets what they multiply
    record Channels(int count, List<Slices> targets) implements BlockFactor {

        public Channels {
            targets = List.copyOf(targets);
        }

        /// One factor an output channel of one weight.
        public static Channels of(String parameter, int channels) {
            int[] each = new int[channels];
            Arrays.setAll(each, c -> c);
            return new Channels(channels, List.of(new Slices(parameter, 0, each, each)));
        }
    }

    /// Slices of a parameter along one axis.
    ///
    /// @param parameter name of an initializer that is trained
    /// @param axis      along which it is sliced
    /// @param positions along the axis that have a factor, each once
    /// @param factors   which factor multiplies each of them, of the same length
    @SuppressWarnings("ArrayRecordComponent") // read, never compared
    record Slices(String parameter, int axis, int[] positions, int[] factors) {

        /// Whether position `c` has factor `c` all along an axis of this extent.
        boolean isWhole(long extent) {
            int[] each = IntStream.range(0, (int) extent).toArray();
            return Arrays.equals(each, positions) && Arrays.equals(each, factors);
        }
    }

    private static void requireExtents(String parameter, int blockOut, int blockIn) {
        if (blockOut < 1 || blockIn < 1) {
            throw new IllegalArgumentException(
                    "block of '%s' must be at least 1 × 1, was %d × %d".formatted(parameter, blockOut, blockIn));
        }
    }
}
