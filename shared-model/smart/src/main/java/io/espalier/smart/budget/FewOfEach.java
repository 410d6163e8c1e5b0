package io.espalier.smart.budget;

import io.espalier.contracts.BudgetCount;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.onnx.Graph;
import io.espalier.smart.BlockLayout;
import io.espalier.smart.TemperatureSchedule;
import io.espalier.smart.WeightGroups;
import java.util.Objects;

/// N of every M weights: the pattern is the budget. A smaller last group keeps `min(N, its size)`.
public final class FewOfEach implements BlockBudget {

    private final BlockLayout layout;
    private final WeightGroups groups;
    private final int[] ends;

    private FewOfEach(BlockLayout layout, WeightGroups groups, int[] ends) {
        this.layout = layout;
        this.groups = groups;
        this.ends = ends;
    }

    /// @param layout of single weights in groups
    public static FewOfEach of(BlockLayout layout) {
        WeightGroups groups = Objects.requireNonNull(layout.groups(), "the layout must have groups of weights");
        return new FewOfEach(layout, groups, groups.ends(layout));
    }

    /// N of each group.
    public int kept() {
        return groups.kept();
    }

    /// One past the last block of each group, ascending; the array itself.
    public int[] ends() {
        return ends;
    }

    @Override
    public int blocks() {
        return ends.length == 0 ? 0 : ends[ends.length - 1];
    }

    public int removed() {
        return groups.removed(ends);
    }

    @Override
    public boolean[] select(double[] scores) {
        return groups.select(scores, ends);
    }

    /// @throws PipelineException.Permanent `SPEC_INVALID`: there is no threshold over all blocks
    @Override
    public SoftBudget soft(double[] scores) {
        throw oneThreshold();
    }

    private static PipelineException oneThreshold() {
        return new PipelineException.Permanent(
                ErrorCode.SPEC_INVALID,
                "prune.pattern n-of-m decides within each group of M weights, prune.method pdp by one threshold for all:"
                        + " use another method");
    }

    /// As of one budget over the groups that have something to choose; they share one temperature.
    @Override
    public TemperatureSchedule schedule(long steps) {
        int open = 0;
        int staying = 0;
        int begin = 0;
        for (int end : ends) {
            if (end - begin > groups.kept()) {
                open += end - begin;
                staying += groups.kept();
            }
            begin = end;
        }
        return open == 0 ? TemperatureSchedule.none(steps) : new TemperatureSchedule(open, staying, steps);
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

    /// N falls from M in whole numbers.
    @Override
    public FewOfEach at(double progress) {
        int kept = groups.size() - (int) Math.round(progress * (groups.size() - groups.kept()));
        return progress >= 1 ? this : new FewOfEach(layout, new WeightGroups(kept, groups.size(), groups.span()), ends);
    }

    @Override
    public BudgetCount recount(Graph measured) {
        return layout.recount(measured, removed());
    }
}
