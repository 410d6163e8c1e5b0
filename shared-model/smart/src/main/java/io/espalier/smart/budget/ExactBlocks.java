package io.espalier.smart.budget;

import io.espalier.contracts.BudgetCount;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.PruneSpec;
import io.espalier.onnx.Graph;
import io.espalier.smart.BlockLayout;
import io.espalier.smart.HardTopK;
import io.espalier.smart.TemperatureSchedule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/// How many blocks stay, exactly: `round((1 − blockSparsity) · blocks)`, with the bounds of every layer inside.
public final class ExactBlocks implements BlockBudget {

    /// Consecutive blocks, of the layers `[firstLayer, lastLayer)`, of which `kept` stay.
    private record Group(int firstLayer, int lastLayer, int kept) {}

    private final LayerBounds bounds;
    private final List<Group> groups;
    private final List<SoftGroup> soft;
    private final boolean shifts;
    private final BlockLayout layout;

    private ExactBlocks(LayerBounds bounds, List<Group> groups, boolean shifts, BlockLayout layout) {
        this.bounds = bounds;
        this.groups = List.copyOf(groups);
        this.shifts = shifts;
        this.layout = layout;
        this.soft = List.copyOf(groups.stream()
                .map(group -> SoftGroup.ofBlocks(
                        bounds.begin(group.firstLayer), bounds.ends()[group.lastLayer - 1], group.kept))
                .toList());
    }

    /// `kept` of `blocks`, of one layer without bounds.
    public static ExactBlocks of(int blocks, int kept) {
        LayerBounds bounds = new LayerBounds(new int[] {blocks}, new int[1], new int[] {blocks});
        return new ExactBlocks(bounds, List.of(new Group(0, 1, kept)), false, new BlockLayout(List.of()));
    }

    static ExactBlocks of(BlockLayout layout, PruneSpec spec) {
        LayerBounds bounds = LayerBounds.of(layout, spec);
        double share = 1 - Objects.requireNonNull(spec.budget().blockSparsity());
        int kept = Math.toIntExact(Math.round(share * bounds.blocks()));
        requireReachable(spec, bounds, kept);
        int layers = bounds.ends().length;
        List<Group> groups =
                switch (spec.scope()) {
                    case GLOBAL -> List.of(new Group(0, layers, kept));
                    case LAYER -> perLayer(bounds, share, kept);
                };
        // A floor of one block hardly ever binds, and to look for it costs a selection in every step.
        boolean shifts = !spec.layers().isEmpty() || spec.minKeepPerLayer() > 1;
        return new ExactBlocks(bounds, groups, shifts, layout);
    }

    private static void requireReachable(PruneSpec spec, LayerBounds bounds, int kept) {
        int least = Math.max(1, bounds.least());
        if (kept < least || kept > bounds.most()) {
            throw new PipelineException.Permanent(
                    ErrorCode.BUDGET_UNREACHABLE,
                    ("prune.budget.block-sparsity %s would keep %d of %d blocks, but at least %d%s must stay"
                                    + " (min-keep-per-layer %d); reachable: %s to %s")
                            .formatted(
                                    spec.budget().blockSparsity(),
                                    kept,
                                    bounds.blocks(),
                                    least,
                                    bounds.most() < bounds.blocks() ? " and at most " + bounds.most() : "",
                                    spec.minKeepPerLayer(),
                                    Reach.sparsity(bounds.most(), bounds.blocks()),
                                    Reach.sparsity(least, bounds.blocks())));
        }
    }

    /// Whole numbers near `share · size` that sum to `kept`: the next block goes to the layer that is furthest
    /// below its share (largest remainder), within every layer's bounds.
    private static List<Group> perLayer(LayerBounds bounds, double share, int kept) {
        int[] quota = IntStream.range(0, bounds.ends().length)
                .map(l -> Math.clamp((int) Math.floor(share * bounds.size(l)), bounds.floors()[l], bounds.caps()[l]))
                .toArray();
        for (int given = Arrays.stream(quota).sum(); given != kept; ) {
            int sign = given < kept ? 1 : -1;
            int layer = IntStream.range(0, quota.length)
                    .filter(l -> sign > 0 ? quota[l] < bounds.caps()[l] : quota[l] > bounds.floors()[l])
                    .boxed()
                    .max(Comparator.comparingDouble(l -> sign * (share * bounds.size(l) - quota[l])))
                    .orElseThrow();
            quota[layer] += sign;
            given += sign;
        }
        return IntStream.range(0, quota.length)
                .mapToObj(l -> new Group(l, l + 1, quota[l]))
                .toList();
    }

    @Override
    public int blocks() {
        return bounds.blocks();
    }

    /// Blocks that stay.
    public int kept() {
        return groups.stream().mapToInt(Group::kept).sum();
    }

    public int removed() {
        return blocks() - kept();
    }

    /// Blocks of each layer that stay under `scope: layer`; one number under `scope: global`.
    List<Integer> quotas() {
        return groups.stream().map(Group::kept).toList();
    }

    @Override
    public boolean[] select(double[] scores) {
        boolean[] mask = new boolean[scores.length];
        for (Group group : groups) {
            int begin = bounds.begin(group.firstLayer);
            int end = bounds.ends()[group.lastLayer - 1];
            int[] ends = Arrays.stream(bounds.ends(), group.firstLayer, group.lastLayer)
                    .map(layerEnd -> layerEnd - begin)
                    .toArray();
            boolean[] kept = HardTopK.select(
                    Arrays.copyOfRange(scores, begin, end),
                    group.kept,
                    ends,
                    Arrays.copyOfRange(bounds.floors(), group.firstLayer, group.lastLayer),
                    Arrays.copyOfRange(bounds.caps(), group.firstLayer, group.lastLayer));
            System.arraycopy(kept, 0, mask, begin, kept.length);
        }
        return mask;
    }

    @Override
    public SoftBudget soft(double[] scores) {
        return new SoftBudget(soft, shifts ? BoundShift.of(bounds, scores, select(scores)) : scores);
    }

    /// The sum of the schedules of all groups that have something to choose; they share one temperature.
    @Override
    public TemperatureSchedule schedule(long steps) {
        return soft.stream()
                .filter(SoftGroup::isOpen)
                .map(group -> new TemperatureSchedule(group.size(), group.kept(), steps))
                .reduce(TemperatureSchedule.none(steps), TemperatureSchedule::plus);
    }

    @Override
    public double[] perCost(double[] importance) {
        return importance;
    }

    @Override
    public double[] sumsPerCost(double[] sums) {
        return sums;
    }

    @Override
    public double[] pooled(double[] values) {
        return values;
    }

    @Override
    public ExactBlocks at(double progress) {
        List<Group> wider = new ArrayList<>();
        for (Group group : groups) {
            int most = Arrays.stream(bounds.caps(), group.firstLayer, group.lastLayer)
                    .sum();
            int kept = Math.max(group.kept, most - (int) Math.round(progress * (most - group.kept)));
            wider.add(new Group(group.firstLayer, group.lastLayer, kept));
        }
        return progress >= 1 ? this : new ExactBlocks(bounds, wider, shifts, layout);
    }

    @Override
    public BudgetCount recount(Graph measured) {
        return layout.recount(measured, removed());
    }
}
