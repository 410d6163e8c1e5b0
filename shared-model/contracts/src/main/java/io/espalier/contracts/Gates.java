package io.espalier.contracts;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Judges a report by its run's gates. Pure: the same spec and report give the same verdict wherever they are
/// judged.
public final class Gates {

    /// Accuracies are multiples of `1/images`, so a real miss is orders of magnitude larger than this; it only
    /// keeps `0.81 − 0.80 ≤ 0.01` true in binary arithmetic.
    private static final double ROUNDING = 1e-9;

    private Gates() {}

    /// The budgets first, then every gate that the spec sets, in the order of [GateSpec].
    ///
    /// `budget` is of blocks and passes only if the file's removed blocks equal the target exactly, or reach it
    /// beside other limits; it is judged where the spec has such a budget. `budget-macs` and the like are the
    /// limits in other units, without any rounding. An accuracy drop is `referenceAccuracy − accuracy`, negative if
    /// pruning gained. A measured NaN passes no gate.
    public static List<GateResult> judge(RunSpec spec, EvaluationReport report) {
        GateSpec gates = spec.gates();
        double drop = report.referenceAccuracy() - report.accuracy();
        Stream<GateResult> asked = Stream.of(
                        atMost("max-accuracy-drop", gates.maxAccuracyDrop(), drop),
                        atLeast("min-accuracy", gates.minAccuracy(), report.accuracy()),
                        atMost(
                                "max-latency-ms",
                                gates.maxLatencyMs(),
                                report.latency().milliseconds()),
                        atMost("max-weight-bytes", bytes(gates.maxWeightBytes()), (double) report.weightBytes()))
                .flatMap(Optional::stream);
        return Stream.concat(budgets(spec.prune().budget(), report.budget()), asked)
                .toList();
    }

    /// Whether a model with these results is served.
    public static boolean allPassed(List<GateResult> results) {
        return results.stream().allMatch(GateResult::passed);
    }

    private static Stream<GateResult> budgets(BudgetSpec asked, BudgetCount count) {
        boolean ofBlocks = asked.blockSparsity() != null || count.limits().isEmpty();
        GateResult blocks = new GateResult(
                "budget", (double) count.targetRemoved(), (double) count.removedBlocks(), count.isExact());
        return Stream.concat(
                ofBlocks ? Stream.of(blocks) : Stream.empty(),
                count.limits().stream()
                        .map(limit -> new GateResult(
                                "budget-" + limit.unit().text(), limit.limit(), limit.spent(), limit.isMet())));
    }

    private static Optional<GateResult> atMost(String gate, @Nullable Double limit, double measured) {
        return limit == null
                ? Optional.empty()
                : Optional.of(new GateResult(gate, limit, measured, measured <= limit + ROUNDING));
    }

    private static Optional<GateResult> atLeast(String gate, @Nullable Double limit, double measured) {
        return limit == null
                ? Optional.empty()
                : Optional.of(new GateResult(gate, limit, measured, measured >= limit - ROUNDING));
    }

    private static @Nullable Double bytes(@Nullable ByteSize size) {
        return size == null ? null : (double) size.bytes();
    }
}
