package io.espalier.trainable;

import io.espalier.trainable.BlockFactor.Tiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Tiles of weights, multiplied before the graph is evaluated and differentiated after it, as methods of the script.
///
/// With the weight as a matrix in memory's order, `(Co, taps · Ci)`, a row of tiles has one row of factors, repeated
/// along `Ci` only: `w̃ = w ⊙ e`. After the backward pass one pass over both gives `∂L/∂f_b = ⟨w_b, ∂L/∂w̃_b⟩`, another
/// `∂L/∂w = ∂L/∂w̃ ⊙ e`. Recorded in the graph, the same takes twice the passes and three copies of all weights.
///
/// `masked(s, f, p)` overwrites the second half of `p` by the products of the first half; `factored(t, f, p, g)` adds
/// the gradients of the factors to `t` and makes `g`, those of the products, the weights'.
final class TileScript {

    static final String MASKED = "masked";
    static final String FACTORED = "factored";

    private static final String HELPERS = """
            def spread(self, f: Tensor, width: int, inputs: int) -> Tensor:
              rows = torch.size(f, 0)
              columns = torch.size(f, 1)
              taps = torch.size(f, 2)
              single = torch.unsqueeze(torch.permute(f, [0, 2, 1]), 3)
              cells = torch.expand(single, [rows, taps, columns, width])
              covering = torch.reshape(cells, [rows, taps, torch.mul(columns, width)])
              return torch.reshape(torch.narrow(covering, 2, 0, inputs), [rows, 1, torch.mul(taps, inputs)])
            def rows(self, w: Tensor, first: int, tiles: int, out: int) -> Tensor:
              return torch.reshape(torch.narrow(w, 0, first, torch.mul(tiles, out)), [tiles, out, -1])
            def multiplied(self, p: Tensor, w: Tensor, f: Tensor, out: int, width: int, inputs: int) -> Tensor:
              e = (self).spread(f, width, inputs)
              full = torch.floordiv(torch.size(p, 0), out)
              covered = torch.mul(full, out)
              rest = torch.sub(torch.size(p, 0), covered)
              if torch.gt(full, 0):
                even = torch.mul((self).rows(p, 0, full, out), torch.narrow(e, 0, 0, full), \
            out=(self).rows(w, 0, full, out))
              if torch.gt(rest, 0):
                edge = torch.mul((self).rows(p, covered, 1, rest), torch.narrow(e, 0, full, 1), \
            out=(self).rows(w, covered, 1, rest))
              return w
            def summed(self, p: Tensor, g: Tensor, e: Tensor) -> Tensor:
              if torch.le(torch.size(p, 1), %d):
                s = torch.mul(torch.select(p, 1, 0), torch.select(g, 1, 0))
                for i in range(torch.sub(torch.size(p, 1), 1)):
                  row = torch.add(i, 1)
                  sum = torch.addcmul_(s, torch.select(p, 1, row), torch.select(g, 1, row))
              else:
                s = torch.sum(torch.mul(p, g), [1])
              weights = torch.mul_(g, e)
              return s
            def reduced(self, p: Tensor, g: Tensor, f: Tensor, out: int, width: int, inputs: int) -> Tensor:
              e = (self).spread(f, width, inputs)
              full = torch.floordiv(torch.size(p, 0), out)
              parts = annotate(List[Tensor], [])
              if torch.gt(full, 0):
                even = torch.append(parts, (self).summed((self).rows(p, 0, full, out), \
            (self).rows(g, 0, full, out), torch.narrow(e, 0, 0, full)))
              covered = torch.mul(full, out)
              rest = torch.sub(torch.size(p, 0), covered)
              if torch.gt(rest, 0):
                edge = torch.append(parts, (self).summed((self).rows(p, covered, 1, rest), \
            (self).rows(g, covered, 1, rest), torch.narrow(e, 0, full, 1)))
              columns = torch.size(f, 1)
              sums = torch.reshape(torch.cat(parts), [torch.size(f, 0), torch.size(f, 2), inputs])
              covering = torch.constant_pad_nd(sums, [0, torch.sub(torch.mul(columns, width), inputs)], 0.)
              cells = torch.reshape(covering, [torch.size(f, 0), torch.size(f, 2), columns, width])
              return torch.reshape(torch.permute(torch.sum(cells, [3]), [0, 2, 1]), [-1])
            """;

    /// Rows of a tile that are added one by one, each to the sum of those above it: no product of the whole weight is
    /// written. Each is an operator's call, so taller tiles are multiplied at once and summed.
    private static final int ROWS = 32;

    private TileScript() {}

    /// The grids that are handled here: tiles of weights that lie as matrices, and that no other grid multiplies.
    static List<FactorGrid> of(List<FactorGrid> grids) {
        return grids.stream()
                .filter(grid -> grid.block() instanceof Tiles tiles
                        && isMatrix(grid.shape(tiles.parameter()))
                        && grids.stream()
                                        .filter(other -> other.parameters().contains(tiles.parameter()))
                                        .count()
                                == 1)
                .toList();
    }

    /// The input channel is the fastest axis in memory.
    private static boolean isMatrix(long[] shape) {
        return shape.length == 2 || MemoryOrder.isPermuted(shape);
    }

    /// The parameters of these grids, in their order.
    static List<String> parameters(List<FactorGrid> tiles) {
        return tiles.stream().map(grid -> grid.parameters().getFirst()).toList();
    }

    /// Definitions of [#MASKED] and [#FACTORED], and what they call.
    ///
    /// @param tiles as [#of] gives them
    static String methods(List<FactorGrid> tiles) {
        List<String> lines = new ArrayList<>();
        lines.add("def masked(self, s: Tensor, f: List[Tensor], p: List[Tensor]) -> Tensor:");
        lines.add("  q = (self).stored(p)");
        for (int i = 0; i < tiles.size(); i++) {
            String weights = "q[%d], q[%d]".formatted(i, tiles.size() + i);
            lines.add("  m%d = (self).multiplied(%s, %s)".formatted(i, weights, cut(tiles.get(i))));
        }
        lines.add("  return s");
        lines.add("def factored(self, t: Tensor, f: List[Tensor], p: List[Tensor], g: List[Tensor]) -> Tensor:");
        lines.add("  q = (self).stored(p)");
        lines.add("  h = (self).stored(g)");
        for (int i = 0; i < tiles.size(); i++) {
            FactorGrid grid = tiles.get(i);
            lines.add("  a%d = torch.add_(torch.narrow(t, 0, %d, %d), (self).reduced(q[%d], h[%d], %s))"
                    .formatted(i, grid.offset(), grid.size(), i, i, cut(grid)));
        }
        lines.add("  return t");
        return HELPERS.formatted(ROWS) + String.join("\n", lines) + "\n";
    }

    /// The factors of a grid as `(rows, columns, taps)`, and the tile's extents.
    private static String cut(FactorGrid grid) {
        if (!(grid.block() instanceof Tiles tiles)) {
            throw new IllegalArgumentException("no tiles: " + grid.block());
        }
        long[] cells = grid.grid(tiles);
        long taps = FactorGrid.product(Arrays.copyOfRange(cells, 2, cells.length));
        return "torch.reshape(torch.narrow(f[0], 0, %d, %d), [%d, %d, %d]), %d, %d, %d"
                .formatted(
                        grid.offset(),
                        grid.size(),
                        cells[0],
                        cells[1],
                        taps,
                        tiles.blockOut(),
                        tiles.blockIn(),
                        grid.shape(tiles.parameter())[1]);
    }
}
