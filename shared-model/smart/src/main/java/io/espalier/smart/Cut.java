package io.espalier.smart;

import io.espalier.contracts.BlockPattern.Order;
import java.util.List;

/// How a layer is cut into blocks. Blocks are numbered row-major over their grid.
public sealed interface Cut {

    /// `out × in` channels of one kernel tap; the grid is `(⌈Co/out⌉, ⌈Ci/in⌉, taps)`, blocks at the edges may be
    /// smaller.
    record Tiles(int out, int in) implements Cut {}

    /// `out × products` weights of the matrix `(Co, K)` that a convolution is lowered to, `K = Ci · taps`; the grid
    /// is
    /// `(⌈Co/out⌉, ⌈K/products⌉)`, blocks at the edges may be smaller.
    ///
    /// @param order `K` is `(taps, ci)` with `ci` fastest, or `(ci, taps)` as the weight is stored
    record Matrix(int out, int products, Order order) implements Cut {}

    /// Channels with all that goes when they go; the grid is `(count)`.
    ///
    /// @param slices what goes, of any number of parameters; the layer's own weight first if it goes
    record Channels(int count, List<ChannelSlices> slices) implements Cut {

        public Channels {
            slices = List.copyOf(slices);
        }
    }
}
