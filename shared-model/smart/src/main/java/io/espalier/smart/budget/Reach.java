package io.espalier.smart.budget;

import io.espalier.contracts.BudgetLimit;
import io.espalier.contracts.BudgetSpec;
import io.espalier.contracts.BudgetUnit;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;

/// What limits of one unit can be met.
///
/// @param dense of the network as pushed
/// @param least that is met whatever the scores: the dearest blocks that the floors could ask for, or one block
/// @param most  that means anything: every layer at its cap
public record Reach(BudgetUnit unit, double dense, double least, double most) {

    private static final int DIGITS = 6;

    public static Reach of(Cost cost, LayerBounds bounds) {
        boolean[] capped = new boolean[bounds.blocks()];
        for (int l = 0; l < bounds.ends().length; l++) {
            Arrays.fill(capped, bounds.begin(l), bounds.begin(l) + bounds.caps()[l], true);
        }
        double floors = cost.ceiling(bounds.ends(), bounds.floors());
        double least = bounds.least() > 0 ? floors : single(cost, bounds);
        return new Reach(cost.unit(), cost.dense(), least, Math.max(least, cost.of(capped)));
    }

    /// The dearest block alone.
    private static double single(Cost cost, LayerBounds bounds) {
        int[] one = {1};
        int[] end = {bounds.blocks()};
        return cost.ceiling(end, one);
    }

    /// @throws PipelineException.Permanent `BUDGET_UNREACHABLE` with this range
    void require(Limit limit, BudgetSpec spec) {
        if (limit.most() < least) {
            BudgetLimit asked = spec.limits().get(unit);
            String written = asked == null ? "blocks" : unit.text() + " " + asked.text();
            throw new PipelineException.Permanent(
                    ErrorCode.BUDGET_UNREACHABLE,
                    ("prune.budget.%s allows %s, but what stays at least takes up to %s (min-keep-per-layer, layers);"
                                    + " reachable: %s")
                            .formatted(written, figure(limit.most(), RoundingMode.FLOOR), figure(least), text()));
        }
    }

    /// `1258291 to 8257536 (15.3% to 100%)`.
    public String text() {
        return "%s to %s (%s%% to %s%%)".formatted(figure(least), figure(most), share(least), share(most));
    }

    private String figure(double value) {
        return figure(value, RoundingMode.CEILING);
    }

    /// Whole, but for milliseconds.
    private String figure(double value, RoundingMode rounding) {
        return switch (unit) {
            case LATENCY_MS -> plain(value, DIGITS, rounding);
            case BLOCKS, PARAMETERS, WEIGHT_BYTES, MACS, NPU_CYCLES -> plain(value, 0, rounding);
        };
    }

    private String share(double value) {
        return plain(100 * value / dense, 2, RoundingMode.CEILING);
    }

    /// The sparsity that `kept` of `blocks` is, not above it: `0.953846`, `0`.
    static String sparsity(int kept, int blocks) {
        return plain((double) (blocks - kept) / blocks, DIGITS, RoundingMode.FLOOR);
    }

    private static String plain(double value, int digits, RoundingMode rounding) {
        return BigDecimal.valueOf(value)
                .setScale(digits, rounding)
                .stripTrailingZeros()
                .toPlainString();
    }
}
