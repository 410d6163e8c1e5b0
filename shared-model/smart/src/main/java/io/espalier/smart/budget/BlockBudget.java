package io.espalier.smart.budget;

import io.espalier.contracts.BudgetCount;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.PruneSpec;
import io.espalier.contracts.RunSpec;
import io.espalier.onnx.Graph;
import io.espalier.smart.BlockLayout;
import io.espalier.smart.TemperatureSchedule;

/// Which blocks may stay: a number of them, exactly, or as many as some costs allow.
public sealed interface BlockBudget permits ExactBlocks, CostLimits, FewOfEach {

    /// The budget of a run.
    ///
    /// @param trainingForm dense; its shapes decide what a block costs, its weights do not
    /// @throws PipelineException.Permanent `BUDGET_UNREACHABLE` with the reachable range if the floors alone exceed
    ///     the budget, nothing would stay, or the model has no prunable layer; `SPEC_INVALID` if a bound is for no
    ///     layer; `DEVICE_UNKNOWN`
    static BlockBudget of(Graph trainingForm, BlockLayout layout, RunSpec spec) {
        return of(new Costs(trainingForm, layout, spec.device()), spec.prune());
    }

    /// @param costs of the layout in question
    static BlockBudget of(Costs costs, PruneSpec prune) {
        requireBlocks(costs.layout(), prune);
        if (costs.layout().groups() != null) {
            return FewOfEach.of(costs.layout());
        }
        return prune.budget().limits().isEmpty() ? of(costs.layout(), prune) : CostLimits.of(costs, prune);
    }

    /// A budget of blocks alone.
    static ExactBlocks of(BlockLayout layout, PruneSpec prune) {
        requireBlocks(layout, prune);
        return ExactBlocks.of(layout, prune);
    }

    static void requireBlocks(BlockLayout layout, PruneSpec prune) {
        if (layout.blocks() == 0) {
            throw new PipelineException.Permanent(
                    ErrorCode.BUDGET_UNREACHABLE,
                    "no layer is left to prune: exclude is %s and kernels is %s"
                            .formatted(prune.exclude(), prune.kernels()));
        }
    }

    /// Number of blocks, kept and removed.
    int blocks();

    /// The exact mask for `scores`.
    ///
    /// @param scores shape `(blocks)`, finite; higher means keep
    /// @return shape `(blocks)`, true = stays
    boolean[] select(double[] scores);

    /// What a soft mask of these scores has to meet. The same list as in the call before if it has not changed.
    SoftBudget soft(double[] scores);

    /// How the soft count falls, whatever the scores: a resumed run must find the same schedule.
    ///
    /// @param steps length of the run, >= 1
    TemperatureSchedule schedule(long steps);

    /// Means over the weights of blocks as value per unit of cost: a mean of `n_b` weights is divided by `c_b / n_b`,
    /// relative to the mean of that. Magnitudes and activations. The same array if every block costs 1.
    ///
    /// @param importance of each block per weight, shape `(blocks)`, >= 0
    double[] perCost(double[] importance);

    /// Sums over blocks as value per unit of cost: `s_b / c_b`, relative to the mean cost. For what the loss
    /// changes by with a block: Taylor, SNIP, movement. A block with `s_b < 0` is worth less than nothing and
    /// costs besides: `s_b c_b`, so that of two equal scores the cheaper is always the higher. The same array if
    /// every block costs 1.
    ///
    /// @param sums of each block, shape `(blocks)`, finite
    double[] sumsPerCost(double[] sums);

    /// What blocks that are paid for together have together: the mean over them, for each. The same array if each
    /// block is paid for alone.
    ///
    /// @param values shape `(blocks)`
    double[] pooled(double[] values);

    /// A budget between all blocks and this one, for schedules that tighten it.
    ///
    /// @param progress in `[0, 1]`; 0 = everything stays, 1 = this budget
    BlockBudget at(double progress);

    /// Counts what a file has, whatever its mask says.
    ///
    /// @param measured read from the bytes in question, in training form
    BudgetCount recount(Graph measured);

    /// As [BudgetSpec#blockSparsity()] is counted: `round((1 − blockSparsity) · blocks)`.
    static int kept(double blockSparsity, int blocks) {
        return Math.toIntExact(Math.round((1 - blockSparsity) * blocks));
    }
}
