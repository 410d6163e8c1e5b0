package io.espalier.trainable;

import io.espalier.onnx.Graph;
import io.espalier.trainable.script.Operands;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/// One block factor's grid: where it lies among all factors, and its lines of script.
///
/// @param block     the weight and its block size
/// @param parameter position of the weight in `p`
/// @param weight    shape of the weight, `(out, in, …taps)`
/// @param offset    of the grid's first factor among all factors
@SuppressWarnings("ArrayRecordComponent") // never compared
record FactorGrid(BlockFactor block, int parameter, long[] weight, int offset) {

    /// @throws IllegalArgumentException if a block names no weight in `(out, in, …)` layout, or one twice
    static List<FactorGrid> of(Graph graph, Operands operands, List<BlockFactor> factors) {
        List<FactorGrid> grids = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        int offset = 0;
        for (BlockFactor factor : factors) {
            if (!operands.isOutputMajorWeight(factor.parameter()) || !seen.add(factor.parameter())) {
                throw new IllegalArgumentException("block factors need a Conv or transposed Gemm weight each, '"
                        + factor.parameter() + "' is none or comes twice");
            }
            int position = operands.parameters().indexOf(factor.parameter());
            long[] shape = graph.constant(factor.parameter()).orElseThrow().shape();
            FactorGrid grid = new FactorGrid(factor, position, shape, offset);
            operands.mask(factor.parameter(), grid.masked());
            grids.add(grid);
            offset += grid.size();
        }
        return List.copyOf(grids);
    }

    int size() {
        return Math.toIntExact(product(block.grid(weight)));
    }

    /// Lines that define the masked weights; all grids are cut from `f[0]` by one split, whose gradient is one
    /// concatenation.
    static List<String> lines(List<FactorGrid> grids) {
        List<String> lines = new ArrayList<>();
        if (!grids.isEmpty()) {
            String sizes = grids.stream().map(grid -> "" + grid.size()).collect(Collectors.joining(", ", "[", "]"));
            lines.add("g = torch.split_with_sizes(f[0], " + sizes + ")");
        }
        for (int i = 0; i < grids.size(); i++) {
            FactorGrid grid = grids.get(i);
            lines.add("%s = torch.mul(p[%d], %s)"
                    .formatted(grid.masked(), grid.parameter, grid.expanded("g[" + i + "]")));
        }
        return lines;
    }

    private String masked() {
        return "w" + parameter;
    }

    /// The grid with every factor repeated over its block, of the weight's shape or broadcast to it.
    private String expanded(String factors) {
        long[] grid = block.grid(weight);
        if (block.coversChannel()) {
            long[] perChannel = new long[weight.length];
            Arrays.fill(perChannel, 1);
            perChannel[0] = weight[0];
            return "torch.reshape(%s, %s)".formatted(factors, Arrays.toString(perChannel));
        }
        long[] taps = Arrays.copyOfRange(weight, 2, weight.length);
        long[] single = concat(new long[] {grid[0], 1, grid[1], 1}, taps);
        long[] tiled = concat(new long[] {grid[0], block.blockOut(), grid[1], block.blockIn()}, taps);
        long[] covering = concat(new long[] {grid[0] * block.blockOut(), grid[1] * block.blockIn()}, taps);
        String repeated = "torch.reshape(torch.expand(torch.reshape(%s, %s), %s), %s)"
                .formatted(factors, Arrays.toString(single), Arrays.toString(tiled), Arrays.toString(covering));
        return cut(cut(repeated, 0, covering), 1, covering);
    }

    /// Ragged edges: the covering grid reaches past the weight.
    private String cut(String tensor, int axis, long[] covering) {
        return covering[axis] == weight[axis]
                ? tensor
                : "torch.narrow(%s, %d, 0, %d)".formatted(tensor, axis, weight[axis]);
    }

    private static long[] concat(long[] head, long[] tail) {
        return LongStream.concat(Arrays.stream(head), Arrays.stream(tail)).toArray();
    }

    private static long product(long[] sizes) {
        return Arrays.stream(sizes).reduce(1, Math::multiplyExact);
    }
}
