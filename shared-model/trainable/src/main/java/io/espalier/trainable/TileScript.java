package io.espalier.trainable;

import io.espalier.trainable.BlockFactor.Tiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Tiles of weights, multiplied before the graph is evaluated and differentiated after it, as methods of the script.
///
/// With the weight as a matrix in memory's order, `(Co, taps · Ci)`, a row of tiles has one row of factors, repeated
/// along `Ci` only: `w̃ = w ⊙ e`, and `e` is kept. After the backward pass one pass over both gives
/// `∂L/∂f_b = ⟨w_b, ∂L/∂w̃_b⟩`, another `∂L/∂w = ∂L/∂w̃ ⊙ e`. Recorded in the graph, the same takes twice the passes
/// and three copies of all weights.
///
/// `masked(s, f, p, e)` overwrites `e` by the repeated factors, and the second half of `p` by the products of the first
/// half; `factored(t, p, g, e)` adds the gradients of the factors to `t` and makes `g`, those of the products, the
/// weights'.
final class TileScript {

    static final String MASKED = "masked";
    static final String FACTORED = "factored";

    private static final String HELPERS = """
            def spread(self, f: Tensor, e: Tensor, width: int, inputs: int) -> Tensor:
              rows = torch.size(f, 0)
              columns = torch.size(f, 1)
              taps = torch.size(f, 2)
              single = torch.unsqueeze(torch.permute(f, [0, 2, 1]), 3)
              if torch.eq(torch.mul(columns, width), inputs):
                even = torch.copy_(torch.view(e, [rows, taps, columns, width]), single)
              else:
                cells = torch.expand(single, [rows, taps, columns, width])
                covering = torch.reshape(cells, [rows, taps, torch.mul(columns, width)])
                edge = torch.copy_(torch.view(e, [rows, taps, inputs]), torch.narrow(covering, 2, 0, inputs))
              return e
            def rows(self, w: Tensor, first: int, tiles: int, out: int) -> Tensor:
              return torch.reshape(torch.narrow(w, 0, first, torch.mul(tiles, out)), [tiles, out, -1])
            def multiplied(self, p: Tensor, w: Tensor, e: Tensor, f: Tensor, out: int, width: int, inputs: int) \
            -> Tensor:
              spread = (self).spread(f, e, width, inputs)
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
            def reduced(self, p: Tensor, g: Tensor, e: Tensor, cells: List[int], out: int, width: int, inputs: int) \
            -> Tensor:
              rows = cells[0]
              columns = cells[1]
              taps = cells[2]
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
              if torch.eq(torch.len(parts), 1):
                all = parts[0]
              else:
                all = torch.cat(parts)
              sums = torch.reshape(all, [rows, taps, inputs])
              ragged = torch.sub(torch.mul(columns, width), inputs)
              if torch.eq(ragged, 0):
                covering = sums
              else:
                covering = torch.constant_pad_nd(sums, [0, ragged], 0.)
              tiles = torch.reshape(covering, [rows, taps, columns, width])
              return torch.reshape(torch.permute(torch.sum(tiles, [3]), [0, 2, 1]), [-1])
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
        lines.add("def masked(self, s: Tensor, f: List[Tensor], p: List[Tensor], e: List[Tensor]) -> Tensor:");
        lines.add("  q = (self).stored(p)");
        for (int i = 0; i < tiles.size(); i++) {
            FactorGrid grid = tiles.get(i);
            lines.add("  m%d = (self).multiplied(q[%d], q[%d], e[%d], %s, %s)"
                    .formatted(i, i, tiles.size() + i, i, factors(grid), extents(grid)));
        }
        lines.add("  return s");
        lines.add("def factored(self, t: Tensor, p: List[Tensor], g: List[Tensor], e: List[Tensor]) -> Tensor:");
        lines.add("  q = (self).stored(p)");
        lines.add("  h = (self).stored(g)");
        for (int i = 0; i < tiles.size(); i++) {
            FactorGrid grid = tiles.get(i);
            lines.add("  a%d = torch.add_(torch.narrow(t, 0, %d, %d), (self).reduced(q[%d], h[%d], e[%d], %s, %s))"
                    .formatted(i, grid.offset(), grid.size(), i, i, i, Arrays.toString(cells(grid)), extents(grid)));
        }
        lines.add("  return t");
        return HELPERS.formatted(ROWS) + String.join("\n", lines) + "\n";
    }

    private static String factors(FactorGrid grid) {
        String own = "torch.narrow(f[0], 0, %d, %d)".formatted(grid.offset(), grid.size());
        return "torch.reshape(%s, %s)".formatted(own, Arrays.toString(cells(grid)));
    }

    /// Shape of the repeated factors of a grid: `(rows, 1, taps · Ci)`.
    static long[] repeated(FactorGrid grid) {
        long[] cells = cells(grid);
        return new long[] {cells[0], 1, cells[2] * inputs(grid)};
    }

    /// The factors of a grid are `(rows, columns, taps)`.
    private static long[] cells(FactorGrid grid) {
        long[] cells = grid.grid(tiles(grid));
        long taps = FactorGrid.product(Arrays.copyOfRange(cells, 2, cells.length));
        return new long[] {cells[0], cells[1], taps};
    }

    /// The tile's, and of the whole weight `Ci`.
    private static String extents(FactorGrid grid) {
        Tiles tiles = tiles(grid);
        return "%d, %d, %d".formatted(tiles.blockOut(), tiles.blockIn(), inputs(grid));
    }

    private static long inputs(FactorGrid grid) {
        return grid.shape(tiles(grid).parameter())[1];
    }

    private static Tiles tiles(FactorGrid grid) {
        if (grid.block() instanceof Tiles tiles) {
            return tiles;
        }
        throw new IllegalArgumentException("no tiles: " + grid.block());
    }
}
