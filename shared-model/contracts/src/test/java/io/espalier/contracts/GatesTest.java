package io.espalier.contracts;

import static io.espalier.contracts.BudgetUnit.LATENCY_MS;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.contracts.BudgetCount.Limit;
import io.espalier.contracts.EvaluationReport.Latency;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatesTest {

    @Test
    void budgetIsJudgedEvenWithoutGates() {
        assertThat(Gates.judge(spec("{}"), report(0.80, 50))).containsExactly(new GateResult("budget", 50, 50, true));
    }

    @ParameterizedTest(name = "{0} removed of 50 asked")
    @CsvSource({"49, false", "50, true", "51, false"})
    void budgetIsExactOrMissed(long removed, boolean passed) {
        assertThat(Gates.allPassed(Gates.judge(spec("{}"), report(0.80, removed))))
                .isEqualTo(passed);
    }

    @ParameterizedTest(name = "{0} with accuracy {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
        {max-accuracy-drop: 0.01}   | 0.80   | true
        {max-accuracy-drop: 0.01}   | 0.7999 | false
        {max-accuracy-drop: 0.01}   | 0.90   | true
        {max-accuracy-drop: -0.02}  | 0.82   | false
        {min-accuracy: 0.8}         | 0.80   | true
        {min-accuracy: 0.8}         | 0.7999 | false
        {max-accuracy-drop: 0.01}   | NaN    | false
        {min-accuracy: 0.0}         | NaN    | false
        {max-latency-ms: 2.5}       | 0.80   | true
        {max-latency-ms: 2.4}       | 0.80   | false
        {max-weight-bytes: 700KB}   | 0.80   | true
        {max-weight-bytes: 699KB}   | 0.80   | false
        """)
    void gatesHoldUpToTheirLimit(String gates, double accuracy, boolean passed) {
        List<GateResult> results = Gates.judge(spec(gates), report(accuracy, 50));

        assertThat(results).hasSize(2);
        assertThat(results.get(1).passed()).isEqualTo(passed);
        assertThat(Gates.allPassed(results)).isEqualTo(passed);
    }

    @Test
    void reportsEveryGateWithItsLimitAndMeasurement() {
        String all = "{max-accuracy-drop: 0.02, min-accuracy: 0.5, max-latency-ms: 1, max-weight-bytes: 1MB}";

        assertThat(Gates.judge(spec(all), report(0.75, 50)))
                .extracting(GateResult::gate, GateResult::limit, GateResult::measured, GateResult::passed)
                .satisfiesExactly(
                        budget -> assertThat(budget.toList()).containsExactly("budget", 50.0, 50.0, true),
                        drop -> assertThat(drop.toList().get(3)).isEqualTo(false),
                        floor -> assertThat(floor.toList()).containsExactly("min-accuracy", 0.5, 0.75, true),
                        latency -> assertThat(latency.toList()).containsExactly("max-latency-ms", 1.0, 2.5, false),
                        bytes -> assertThat(bytes.toList()).containsExactly("max-weight-bytes", 1e6, 7e5, true));
    }

    @Test
    void judgesEveryBudgetWithoutRounding() {
        RunSpec spec = RunSpecReader.read("""
                model: tiny
                data: {uri: images}
                prune: {budget: {macs: 50%, latency-ms: 2.5}}
                """);
        BudgetCount met = count(new Limit(BudgetUnit.MACS, 500.5, 500, 1001), new Limit(LATENCY_MS, 2.5, 2.5, 4));
        BudgetCount missed = count(new Limit(BudgetUnit.MACS, 500.5, 501, 1001), new Limit(LATENCY_MS, 2.5, 2.4, 4));

        assertThat(Gates.judge(spec, report(0.8, met)))
                .containsExactly(
                        new GateResult("budget-macs", 500.5, 500, true),
                        new GateResult("budget-latency-ms", 2.5, 2.5, true));
        assertThat(Gates.judge(spec, report(0.8, missed)).getFirst().passed()).isFalse();
        assertThat(missed.isMet()).isFalse();
    }

    @Test
    void besideOtherLimitsMoreBlocksMayGo() {
        RunSpec spec = RunSpecReader.read("""
                model: tiny
                data: {uri: images}
                prune: {budget: {block-sparsity: 0.5, macs: 50%}}
                """);
        Limit macs = new Limit(BudgetUnit.MACS, 500, 499, 1000);
        BudgetCount more = new BudgetCount(100, 60, 50, 6_400, 3_840, List.of(macs), null);
        BudgetCount fewer = new BudgetCount(100, 49, 50, 6_400, 3_136, List.of(macs), null);

        assertThat(Gates.allPassed(Gates.judge(spec, report(0.8, more)))).isTrue();
        assertThat(Gates.judge(spec, report(0.8, fewer)).getFirst()).isEqualTo(new GateResult("budget", 50, 49, false));
    }

    @ParameterizedTest(name = "{0} groups with more than 2 of 4")
    @CsvSource({"0, 2, true", "3, 4, false"})
    void everyGroupOfNOfMIsJudged(long exceeding, int most, boolean passed) {
        String first = passed ? null : "conv2 (output 3, tap 4, inputs 8 to 11): 4";
        BudgetCount.Groups groups = new BudgetCount.Groups(2, 4, 1_600, exceeding, most, first);
        BudgetCount count = new BudgetCount(100, 50, 50, 6_400, 3_200, List.of(), groups);

        GateResult gate = Gates.judge(spec("{}"), report(0.8, count)).get(1);

        assertThat(gate.gate()).isEqualTo("budget-n-of-m");
        assertThat(gate.measured()).isEqualTo(most);
        assertThat(gate.passed()).isEqualTo(passed).isEqualTo(count.isMet());
        if (!passed) {
            assertThat(gate.detail())
                    .startsWith("3 of 1600 groups have more than 2 of 4 weights other than zero, first conv2 (output 3")
                    .contains("export the pruned model again");
        }
    }

    private static BudgetCount count(Limit... limits) {
        return new BudgetCount(100, 60, 60, 6_400, 3_840, List.of(limits), null);
    }

    private static RunSpec spec(String gates) {
        return RunSpecReader.read("model: tiny\ndata: {uri: images}\ngates: " + gates);
    }

    private static EvaluationReport report(double accuracy, long removed) {
        return report(accuracy, new BudgetCount(100, removed, 50, 6_400, removed * 64));
    }

    /// One device is fast enough, the other is not, and both are said.
    @Test
    void everyDeviceHasAGateOfItsOwn() {
        RunSpec spec = spec("{max-latency-ms: 3, latency: [{device: slow, max-ms: 4}, {device: fast, max-ms: 1}]}");
        EvaluationReport report = onDevices(new Latency("slow", 9, 5, "calibrated"), new Latency("fast", 1, 0.5));

        List<GateResult> results = Gates.judge(spec, report);

        assertThat(results.subList(1, 4))
                .containsExactly(
                        new GateResult(
                                "max-latency-ms", 3, 2.5, true, report.latency().device(), "estimated", null),
                        new GateResult("max-latency-ms", 4, 5, false, "slow", "estimated", "calibrated"),
                        new GateResult("max-latency-ms", 1, 0.5, true, "fast", "estimated", null));
        assertThat(Gates.allPassed(results)).isFalse();
    }

    @Test
    void aMeasurementTakesTheEstimatesPlace() {
        RunSpec spec = spec("{latency: [{device: slow, max-ms: 4}, {device: unknown, max-ms: 9}]}");
        EvaluationReport report = onDevices(new Latency("slow", 9, 5, "calibrated"));
        List<DeviceMeasurement> measured = List.of(
                new DeviceMeasurement("slow", 4.5, 5, "first", Instant.EPOCH),
                new DeviceMeasurement("slow", 3.5, 4.5, "rknn 2.3", Instant.EPOCH),
                new DeviceMeasurement("other", 1, 1, "x", Instant.EPOCH));

        List<GateResult> results = Gates.judge(spec, report, measured);

        assertThat(results.get(1))
                .isEqualTo(new GateResult("max-latency-ms", 4, 3.5, true, "slow", "measured", "rknn 2.3"));
        assertThat(results.get(2).passed()).as("neither estimated nor measured").isFalse();
    }

    private static EvaluationReport onDevices(Latency... others) {
        EvaluationReport one = report(0.8, 50);
        return new EvaluationReport(
                one.images(),
                one.metric(),
                one.metrics(),
                one.sourceAccuracy(),
                one.referenceAccuracy(),
                one.accuracy(),
                one.budget(),
                one.denseLatency(),
                one.latency(),
                one.weightBytes(),
                one.denseWeightBytes(),
                one.fileSizeBytes(),
                one.layers(),
                List.of(others));
    }

    private static EvaluationReport report(double accuracy, BudgetCount budget) {
        Latency dense = new Latency("systolic-32x32", 4_000_000, 4.0);
        Latency pruned = new Latency("systolic-32x32", 2_500_000, 2.5);
        return new EvaluationReport(
                10_000,
                "top-1",
                Map.of("top-1", accuracy),
                0.75,
                0.81,
                accuracy,
                budget,
                dense,
                pruned,
                700_000,
                1_400_000,
                1_500_000,
                List.of());
    }
}
