package io.espalier.trainable;

import io.espalier.onnx.Tensor;
import io.espalier.trainable.BlockFactor.Channels;
import io.espalier.trainable.BlockFactor.Matrix;
import io.espalier.trainable.BlockFactor.Slices;
import io.espalier.trainable.BlockFactor.Tiles;
import io.espalier.trainable.script.Operands;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// The lines of script that multiply parameters by their block factors.
///
/// All grids are cut from `f[0]` by one split, whose gradient is one concatenation; factors are repeated over their
/// blocks by views, whose gradients are sums. Only channels that reach a parameter from several grids are gathered.
final class FactorScript {

    private final List<FactorGrid> grids;
    private final Operands operands;
    private final Map<String, List<String>> products = new LinkedHashMap<>();
    private final Map<String, List<Gathered>> gathered = new LinkedHashMap<>();

    /// Slices of one grid, with positions among all factors.
    private record Gathered(FactorGrid grid, Slices slices) {}

    private FactorScript(List<FactorGrid> grids, Operands operands) {
        this.grids = grids;
        this.operands = operands;
    }

    /// From now on the parameters stand in expressions as their masked values, but for what [TileScript] handles.
    static List<String> of(List<FactorGrid> grids, Operands operands) {
        return grids.isEmpty() ? List.of() : new FactorScript(grids, operands).lines();
    }

    private List<String> lines() {
        List<FactorGrid> elsewhere = TileScript.of(grids);
        if (elsewhere.size() == grids.size()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        String sizes = grids.stream().map(grid -> "" + grid.size()).collect(Collectors.joining(", ", "[", "]"));
        lines.add("g = torch.split_with_sizes(f[0], " + sizes + ")");
        for (int i = 0; i < grids.size(); i++) {
            if (!elsewhere.contains(grids.get(i))) {
                expand(grids.get(i), "g[" + i + "]");
            }
        }
        if (!gathered.isEmpty()) {
            lines.add("h = torch.cat([f[0], %s])".formatted(operands.fixed(Tensor.ofFloats(new long[] {1}, 1f))));
            gathered.forEach(this::gather);
        }
        products.forEach((parameter, factors) -> {
            int position = operands.parameters().indexOf(parameter);
            String masked = "w" + position;
            String product = "p[" + position + "]";
            for (String factor : factors) {
                product = "torch.mul(%s, %s)".formatted(product, factor);
            }
            lines.add(masked + " = " + product);
            operands.mask(parameter, masked);
        });
        return lines;
    }

    private void multiply(String parameter, String factor) {
        products.computeIfAbsent(parameter, unseen -> new ArrayList<>()).add(factor);
    }

    private void expand(FactorGrid grid, String factors) {
        switch (grid.block()) {
            case Tiles tiles -> multiply(tiles.parameter(), tiles(tiles, grid, factors));
            case Matrix matrix -> multiply(matrix.parameter(), matrix(matrix, grid, factors));
            case Channels channels -> channels.targets().forEach(slices -> slices(slices, grid, factors));
        }
    }

    private static String tiles(Tiles tiles, FactorGrid grid, String factors) {
        long[] weight = grid.shape(tiles.parameter());
        long[] cells = grid.grid(tiles);
        long[] taps = Arrays.copyOfRange(weight, 2, weight.length);
        return repeated(factors, cells, taps, tiles.blockOut(), tiles.blockIn(), weight);
    }

    /// The covering matrix, cut to `(Co, K)`, in the weight's order of axes.
    private static String matrix(Matrix matrix, FactorGrid grid, String factors) {
        long[] weight = grid.shape(matrix.parameter());
        long[] extents = {weight[0], FactorGrid.product(weight) / weight[0]};
        long[] none = {};
        String cut = repeated(factors, grid.grid(matrix), none, matrix.blockOut(), matrix.products(), extents);
        int rank = weight.length;
        if (rank == 2 || !matrix.tapMajor()) {
            return rank == 2 ? cut : "torch.reshape(%s, %s)".formatted(cut, Arrays.toString(weight));
        }
        long[] inputsLast = concat(new long[] {weight[0]}, concat(Arrays.copyOfRange(weight, 2, rank), weight[1]));
        String axes = IntStream.concat(IntStream.of(0, rank - 1), IntStream.range(1, rank - 1))
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(", ", "[", "]"));
        return "torch.permute(torch.reshape(%s, %s), %s)".formatted(cut, Arrays.toString(inputsLast), axes);
    }

    /// A grid `(rows, columns, …taps)` with every factor repeated over its `blockOut × blockIn`, cut to the extents.
    private static String repeated(
            String factors, long[] grid, long[] taps, int blockOut, int blockIn, long[] extents) {
        long[] single = concat(new long[] {grid[0], 1, grid[1], 1}, taps);
        long[] tiled = concat(new long[] {grid[0], blockOut, grid[1], blockIn}, taps);
        long[] covering = concat(new long[] {grid[0] * blockOut, grid[1] * blockIn}, taps);
        String all = blockOut == 1 && blockIn == 1
                ? "torch.reshape(%s, %s)".formatted(factors, Arrays.toString(covering))
                : "torch.reshape(torch.expand(torch.reshape(%s, %s), %s), %s)"
                        .formatted(factors, Arrays.toString(single), Arrays.toString(tiled), Arrays.toString(covering));
        return cut(cut(all, 0, covering, extents), 1, covering, extents);
    }

    /// Ragged edges: the covering grid reaches past the weight.
    private static String cut(String tensor, int axis, long[] covering, long[] extents) {
        return covering[axis] == extents[axis]
                ? tensor
                : "torch.narrow(%s, %d, 0, %d)".formatted(tensor, axis, extents[axis]);
    }

    private void slices(Slices slices, FactorGrid grid, String factors) {
        long extent = grid.shape(slices.parameter())[slices.axis()];
        if (grid.size() == extent && slices.isWhole(extent) && !isShared(slices.parameter())) {
            multiply(slices.parameter(), along(factors, slices, grid));
        } else {
            gathered.computeIfAbsent(slices.parameter() + "/" + slices.axis(), unseen -> new ArrayList<>())
                    .add(new Gathered(grid, slices));
        }
    }

    /// Whether several grids multiply the parameter's channels.
    private boolean isShared(String parameter) {
        return grids.stream()
                        .filter(grid -> grid.parameters().contains(parameter))
                        .count()
                > 1;
    }

    /// All grids' factors of one parameter and axis in one vector; positions without one take the 1 at the end of `h`.
    private void gather(String ignored, List<Gathered> parts) {
        FactorGrid last = grids.getLast();
        long one = last.offset() + (long) last.size();
        Slices any = parts.getFirst().slices();
        long[] places = new long[(int) parts.getFirst().grid().shape(any.parameter())[any.axis()]];
        Arrays.fill(places, one);
        for (Gathered part : parts) {
            int[] positions = part.slices().positions();
            for (int i = 0; i < positions.length; i++) {
                requireFree(places[positions[i]] == one, part.slices(), positions[i]);
                places[positions[i]] =
                        part.grid().offset() + (long) part.slices().factors()[i];
            }
        }
        String vector = "torch.index_select(h, 0, %s)".formatted(operands.fixed(Tensor.ofVector(places)));
        multiply(any.parameter(), along(vector, any, parts.getFirst().grid()));
    }

    private static void requireFree(boolean isFree, Slices slices, int position) {
        if (!isFree) {
            throw new IllegalArgumentException(
                    "'%s' has two factors at %d of axis %d".formatted(slices.parameter(), position, slices.axis()));
        }
    }

    /// A vector laid along the axis, broadcast over the others.
    private static String along(String vector, Slices slices, FactorGrid grid) {
        long[] extents = grid.shape(slices.parameter()).clone();
        long own = extents[slices.axis()];
        Arrays.fill(extents, 1);
        extents[slices.axis()] = own;
        return extents.length == 1 ? vector : "torch.reshape(%s, %s)".formatted(vector, Arrays.toString(extents));
    }

    private static long[] concat(long[] head, long... tail) {
        return LongStream.concat(Arrays.stream(head), Arrays.stream(tail)).toArray();
    }
}
