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
    /// limits in other units, without any rounding. `budget-n-of-m` is how many weights of the fullest group are
    /// not zero. A latency is of a device, estimated unless a measurement of that device is given, which then
    /// takes the estimate's place. An accuracy drop is `referenceAccuracy − accuracy`, negative if pruning gained.
    /// A measured NaN passes no gate.
    public static List<GateResult> judge(RunSpec spec, EvaluationReport report) {
        return judge(spec, report, List.of());
    }

    /// @param measurements of this model on real devices; of several of one device the last counts
    public static List<GateResult> judge(RunSpec spec, EvaluationReport report, List<DeviceMeasurement> measurements) {
        GateSpec gates = spec.gates();
        double drop = report.referenceAccuracy() - report.accuracy();
        Stream<GateResult> asked = Stream.of(
                        atMost("max-accuracy-drop", gates.maxAccuracyDrop(), drop).stream(),
                        atLeast("min-accuracy", gates.minAccuracy(), report.accuracy()).stream(),
                        latencies(gates, report, measurements),
                        atMost("max-weight-bytes", bytes(gates.maxWeightBytes()), (double) report.weightBytes())
                                .stream())
                .flatMap(results -> results);
        return Stream.concat(budgets(spec.prune().budget(), report.budget()), asked)
                .toList();
    }

    /// Whether a model with these results is served.
    public static boolean allPassed(List<GateResult> results) {
        return results.stream().allMatch(GateResult::passed);
    }

    /// The spec's device first, then those with limits of their own. A device that neither the report nor a
    /// measurement knows passes no gate.
    private static Stream<GateResult> latencies(
            GateSpec gates, EvaluationReport report, List<DeviceMeasurement> measurements) {
        Double own = gates.maxLatencyMs();
        Stream<GateSpec.DeviceLatency> first = own == null
                ? Stream.empty()
                : Stream.of(new GateSpec.DeviceLatency(report.latency().device(), own));
        List<GateSpec.DeviceLatency> others = gates.latency();
        return Stream.concat(first, others == null ? Stream.empty() : others.stream())
                .map(limit -> latency(limit, report, measurements));
    }

    private static GateResult latency(
            GateSpec.DeviceLatency limit, EvaluationReport report, List<DeviceMeasurement> measurements) {
        Stream<GateResult> measured = measurements.stream()
                .filter(measurement -> measurement.device().equals(limit.device()))
                .map(measurement -> latency(limit, measurement.medianMs(), "measured", measurement.tool()));
        Stream<GateResult> estimated = report.latencies().stream()
                .filter(latency -> latency.device().equals(limit.device()))
                .map(latency -> latency(limit, latency.milliseconds(), "estimated", latency.confidence()));
        return measured.reduce((earlier, later) -> later)
                .or(estimated::findFirst)
                .orElseGet(() -> latency(limit, Double.NaN, "estimated", null));
    }

    private static GateResult latency(
            GateSpec.DeviceLatency limit, double milliseconds, String source, @Nullable String confidence) {
        boolean passed = milliseconds <= limit.maxMs() + ROUNDING;
        return new GateResult(
                "max-latency-ms", limit.maxMs(), milliseconds, passed, limit.device(), source, confidence);
    }

    private static Stream<GateResult> budgets(BudgetSpec asked, BudgetCount count) {
        boolean ofBlocks = asked.blockSparsity() != null || count.limits().isEmpty();
        GateResult blocks = new GateResult(
                "budget", (double) count.targetRemoved(), (double) count.removedBlocks(), count.isExact());
        Stream<GateResult> counts = Stream.concat(
                ofBlocks ? Stream.of(blocks) : Stream.empty(),
                count.limits().stream()
                        .map(limit -> new GateResult(
                                "budget-" + limit.unit().text(), limit.limit(), limit.spent(), limit.isMet())));
        return Stream.concat(counts, groups(count.groups()));
    }

    private static Stream<GateResult> groups(BudgetCount.@Nullable Groups groups) {
        return groups == null
                ? Stream.empty()
                : Stream.of(new GateResult(
                        "budget-n-of-m",
                        groups.kept(),
                        groups.most(),
                        groups.isMet(),
                        null,
                        null,
                        null,
                        groups.complaint()));
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
