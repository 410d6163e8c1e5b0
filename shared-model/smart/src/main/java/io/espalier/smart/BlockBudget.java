package io.espalier.smart;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.PruneSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// How many blocks stay, exactly: `round((1 − blockSparsity) · blocks)`, with the floor of every layer inside.
///
/// @param groups blocks that share a budget: one group for the whole network, or one for each layer
/// @param floor  blocks every layer keeps at least, or all it has if fewer
public record BlockBudget(List<Group> groups, int floor) {

    /// Consecutive blocks, of one or more layers, of which `kept` stay.
    ///
    /// @param begin index of the first block
    /// @param ends  index one past the last block of each layer in the group, ascending
    /// @param kept  how many stay, `1 ≤ kept ≤ size`, or 0 in a layer of a per-layer budget without a floor
    @SuppressWarnings("ArrayRecordComponent") // read, never compared
    public record Group(int begin, int[] ends, int kept) {

        public int end() {
            return ends[ends.length - 1];
        }

        public int size() {
            return end() - begin;
        }

        /// Whether there is anything to choose.
        public boolean isOpen() {
            return kept > 0 && kept < size();
        }
    }

    public BlockBudget {
        groups = List.copyOf(groups);
    }

    /// @throws PipelineException.Permanent `BUDGET_UNREACHABLE` with the reachable range if the floors alone
    ///     exceed the budget, nothing would stay, or the model has no prunable layer
    public static BlockBudget of(BlockLayout layout, PruneSpec spec) {
        int blocks = layout.blocks();
        if (blocks == 0) {
            throw new PipelineException.Permanent(
                    ErrorCode.BUDGET_UNREACHABLE,
                    "no layer is left to prune: exclude is %s and kernels is %s"
                            .formatted(spec.exclude(), spec.kernels()));
        }
        double share = 1 - spec.budget().blockSparsity();
        int kept = Math.toIntExact(Math.round(share * blocks));
        int least = Math.max(1, floors(layout, spec.minKeepPerLayer()));
        if (kept < least) {
            throw unreachable(spec, blocks, kept, least);
        }
        int[] ends = layout.ends();
        return switch (spec.scope()) {
            case GLOBAL -> new BlockBudget(List.of(new Group(0, ends, kept)), spec.minKeepPerLayer());
            case LAYER -> new BlockBudget(perLayer(ends, share, kept, spec.minKeepPerLayer()), spec.minKeepPerLayer());
        };
    }

    private static PipelineException unreachable(PruneSpec spec, int blocks, int kept, int least) {
        double most = (double) (blocks - least) / blocks;
        return new PipelineException.Permanent(
                ErrorCode.BUDGET_UNREACHABLE,
                ("prune.budget.block-sparsity %s would keep %d of %d blocks, but at least %d must stay"
                                + " (min-keep-per-layer %d); reachable: 0 to %.6f")
                        .formatted(
                                spec.budget().blockSparsity(),
                                kept,
                                blocks,
                                least,
                                spec.minKeepPerLayer(),
                                Math.floor(most * 1e6) / 1e6));
    }

    private static int floors(BlockLayout layout, int floor) {
        return layout.layers().stream()
                .mapToInt(layer -> Math.min(floor, layer.blocks()))
                .sum();
    }

    /// Whole numbers near `share · size` that sum to `kept`: the next block goes to the layer that is furthest
    /// below its share (largest remainder), after every layer has its floor.
    private static List<Group> perLayer(int[] ends, double share, int kept, int floor) {
        int[] sizes = IntStream.range(0, ends.length)
                .map(l -> ends[l] - (l == 0 ? 0 : ends[l - 1]))
                .toArray();
        int[] quota = Arrays.stream(sizes)
                .map(size -> Math.max(Math.min(floor, size), (int) Math.floor(share * size)))
                .toArray();
        for (int given = Arrays.stream(quota).sum(); given != kept; ) {
            int sign = given < kept ? 1 : -1;
            int layer = IntStream.range(0, sizes.length)
                    .filter(l -> sign > 0 ? quota[l] < sizes[l] : quota[l] > Math.min(floor, sizes[l]))
                    .boxed()
                    .max(Comparator.comparingDouble(l -> sign * (share * sizes[l] - quota[l])))
                    .orElseThrow();
            quota[layer] += sign;
            given += sign;
        }
        List<Group> groups = new ArrayList<>();
        for (int l = 0; l < ends.length; l++) {
            groups.add(new Group(ends[l] - sizes[l], new int[] {ends[l]}, quota[l]));
        }
        return groups;
    }

    /// Number of blocks, kept and removed.
    public int blocks() {
        return groups.getLast().end();
    }

    public int kept() {
        return groups.stream().mapToInt(Group::kept).sum();
    }

    public int removed() {
        return blocks() - kept();
    }

    /// The exact mask for `scores`: every group keeps its number.
    ///
    /// @param scores shape `(blocks)`, higher means keep
    /// @return shape `(blocks)`, exactly [#kept()] are true
    public boolean[] select(double[] scores) {
        boolean[] mask = new boolean[scores.length];
        for (Group group : groups) {
            int[] ends =
                    Arrays.stream(group.ends()).map(end -> end - group.begin()).toArray();
            double[] own = Arrays.copyOfRange(scores, group.begin(), group.end());
            boolean[] kept = HardTopK.select(own, group.kept(), ends, Math.min(floor, group.kept()));
            System.arraycopy(kept, 0, mask, group.begin(), kept.length);
        }
        return mask;
    }
}
