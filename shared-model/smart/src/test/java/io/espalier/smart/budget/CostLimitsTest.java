package io.espalier.smart.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.contracts.BudgetCount;
import io.espalier.contracts.BudgetUnit;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.RunSpec;
import io.espalier.contracts.RunSpecReader;
import io.espalier.contracts.SoftOperator;
import io.espalier.onnx.Graph;
import io.espalier.smart.BlockLayout;
import io.espalier.smart.SoftMask;
import io.espalier.smart.TinyModels;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CostLimitsTest {

    /// Prunable with blocks of 2×2: "wide" of 6·4·9 = 216 blocks, "point" of 5·6 = 30.
    private static final int WIDE = 216;

    private static final int BLOCKS = 246;

    private final Graph graph = TinyModels.network(4, 3);
    private final double[] scores = new Random(8).doubles(BLOCKS).toArray();

    private static RunSpec spec(String prune) {
        return RunSpecReader.read("""
                model: tiny
                data: {uri: images}
                device: systolic-8x8
                prune: {pattern: {block: [2, 2]}, %s}
                """.formatted(prune));
    }

    private BlockLayout layout(RunSpec spec) {
        return BlockLayout.of(graph, spec.prune());
    }

    private BlockBudget budget(String prune) {
        RunSpec spec = spec(prune);
        return BlockBudget.of(graph, layout(spec), spec);
    }

    private Cost cost(BudgetUnit unit) {
        RunSpec spec = spec("budget: {block-sparsity: 0.5}");
        return new Costs(graph, layout(spec), spec.device()).in(unit, null);
    }

    private static int count(boolean[] kept, int begin, int end) {
        return (int) IntStream.range(begin, end).filter(b -> kept[b]).count();
    }

    @Test
    void shareIsOfTheDenseNetwork() {
        boolean[] kept = budget("budget: {macs: 50%}").select(scores);
        Cost macs = cost(BudgetUnit.MACS);
        double block = 4 * 64; // weights × output positions
        assertThat(macs.of(kept)).isLessThanOrEqualTo(macs.dense() / 2).isGreaterThan(macs.dense() / 2 - block);
    }

    @Test
    void severalLimitsAreAllMetAndOneBinds() {
        Cost parameters = cost(BudgetUnit.PARAMETERS);
        Cost cycles = cost(BudgetUnit.NPU_CYCLES);
        for (String limits : List.of("parameters: 90%, npu-cycles: 70%", "parameters: 50%, npu-cycles: 99%")) {
            CostLimits budget = (CostLimits) budget("budget: {%s}".formatted(limits));
            boolean[] kept = budget.select(scores);
            double most = budget.limits().get(0).most();
            double mostCycles = budget.limits().get(1).most();
            assertThat(parameters.of(kept)).isLessThanOrEqualTo(most);
            assertThat(cycles.of(kept)).isLessThanOrEqualTo(mostCycles);
            assertThat(parameters.of(kept) > most - 4 || cycles.of(kept) > mostCycles - 22 - 64)
                    .as(limits)
                    .isTrue();
        }
    }

    @Test
    void aNumberOfBlocksBesideOtherLimitsIsOneMoreOfThem() {
        BlockBudget loose = budget("budget: {block-sparsity: 0.5, macs: 90%}");
        assertThat(count(loose.select(scores), 0, BLOCKS)).isEqualTo(BLOCKS / 2);
        BlockBudget tight = budget("budget: {block-sparsity: 0.1, macs: 60%}");
        assertThat(count(tight.select(scores), 0, BLOCKS)).isLessThan(BLOCKS * 9 / 10);
    }

    @Test
    void boundsOfALayerAreInsideTheBudget() {
        String bounds = "layers: [{match: 'point*', min-kept: 0.9}, {match: wide.weight, max-kept: 0.3}]";
        for (String limit : List.of("macs: 60%", "block-sparsity: 0.7")) {
            boolean[] kept = budget("budget: {%s}, %s".formatted(limit, bounds)).select(scores);
            assertThat(count(kept, WIDE, BLOCKS)).isGreaterThanOrEqualTo(27);
            assertThat(count(kept, 0, WIDE)).isLessThanOrEqualTo(64);
        }
    }

    @Test
    void aBoundForNoLayerNamesTheLayers() {
        assertThatThrownBy(() -> budget("budget: {macs: 50%}, layers: [{match: 'conv9', min-kept: 0.9}]"))
                .isInstanceOfSatisfying(PipelineException.Permanent.class, e -> assertThat(e.code())
                        .isEqualTo(ErrorCode.SPEC_INVALID))
                .hasMessageContaining("'conv9'")
                .hasMessageContaining("wide.weight, point.weight");
    }

    @Test
    void boundsThatContradictEachOtherAreRefused() {
        assertThatThrownBy(() -> budget(
                        "budget: {macs: 50%}, layers: [{match: '*', min-kept: 0.9}, {match: wide, max-kept: 0.1}]"))
                .hasMessageContaining("at least 195 and at most 21");
    }

    @ParameterizedTest
    @ValueSource(strings = {"parameters", "weight-bytes", "macs", "npu-cycles", "latency-ms"})
    void namesTheReachableRangeInTheUnitAndAsAShare(String unit) {
        assertThatThrownBy(() -> budget("budget: {%s: 1%%}".formatted(unit)))
                .isInstanceOfSatisfying(PipelineException.Permanent.class, e -> assertThat(e.code())
                        .isEqualTo(ErrorCode.BUDGET_UNREACHABLE))
                .hasMessageContaining("prune.budget." + unit + " 1% allows")
                .hasMessageMatching(".*reachable: [0-9.]+ to [0-9.]+ \\([0-9.]+% to [0-9.]+%\\)");
    }

    /// The lower end that a refusal names can be asked for, whatever the scores.
    @ParameterizedTest
    @ValueSource(strings = {"parameters", "weight-bytes", "macs", "npu-cycles"})
    void whatIsNamedReachableIsReachable(String unit) {
        BudgetUnit of = Arrays.stream(BudgetUnit.values())
                .filter(one -> one.text().equals(unit))
                .findFirst()
                .orElseThrow();
        RunSpec spec = spec("budget: {block-sparsity: 0.5}, min-keep-per-layer: 3");
        Reach reach = Reach.of(cost(of), LayerBounds.of(layout(spec), spec.prune()));
        BlockBudget least =
                budget("budget: {%s: %.0f}, min-keep-per-layer: 3".formatted(unit, Math.ceil(reach.least())));
        for (int seed = 0; seed < 20; seed++) {
            boolean[] kept = least.select(new Random(seed).doubles(BLOCKS).toArray());
            assertThat(cost(of).of(kept)).isLessThanOrEqualTo(Math.ceil(reach.least()));
            assertThat(count(kept, WIDE, BLOCKS)).isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void layerScopeTakesTheSameShareOfEveryLayer() {
        boolean[] kept = budget("budget: {macs: 60%}, scope: layer").select(scores);
        double wide = count(kept, 0, WIDE) / (double) WIDE;
        double point = count(kept, WIDE, BLOCKS) / 30.0;
        assertThat(wide).isCloseTo(point, within(1.0 / 30 + 1e-9));
    }

    /// As it gets colder the soft mask becomes the hard one, what is filled in behind blocks that did not fit included.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "budget: {macs: 50%}",
                "budget: {parameters: 40%, macs: 90%}",
                "budget: {npu-cycles: 70%}",
                "budget: {macs: 55%}, layers: [{match: point, min-kept: 0.8}]",
                "budget: {block-sparsity: 0.6}, layers: [{match: point, min-kept: 0.8}]",
                "budget: {block-sparsity: 0.7}, min-keep-per-layer: 25",
                "budget: {macs: 60%}, scope: layer"
            })
    void aColdSoftMaskIsTheHardOne(String prune) {
        BlockBudget budget = budget(prune);
        boolean[] kept = budget.select(scores);
        SoftBudget soft = budget.soft(scores);
        double different = 0;
        for (SoftGroup group : soft.groups()) {
            double[] own = Arrays.copyOfRange(soft.scores(), group.begin(), group.end());
            SoftMask mask = group.operator(SoftOperator.SIGMOID).mask(own, 1e-6);
            assertThat(mask.total()).isCloseTo(group.budget(), within(1e-9 * group.budget()));
            for (int i = 0; i < own.length; i++) {
                different += Math.abs(mask.values()[i] - (kept[group.begin() + i] ? 1 : 0));
            }
        }
        assertThat(different).isLessThan(1e-6);
    }

    /// A limit that everything meets leaves the choice to the caps.
    @Test
    void capsAloneHaveASchedule() {
        BlockBudget budget = budget("budget: {macs: 100%}, layers: [{match: wide, max-kept: 0.5}]");
        assertThat(budget.soft(scores).groups()).anyMatch(SoftGroup::isOpen);
        assertThat(budget.schedule(10).softCount(9)).isPositive();
    }

    @Test
    void costsOfBlocksThatShareATileArePooled() {
        RunSpec spec = spec("budget: {npu-cycles: 70%}");
        CostLimits budget = (CostLimits) BlockBudget.of(graph, layout(spec), spec);
        Granules granules = ((GranuleCost) budget.limits().getFirst().cost()).granules();
        double[] pooled = budget.pooled(scores);
        boolean[] kept = budget.select(scores);
        for (int b = 1; b < BLOCKS; b++) {
            for (int other = 0; other < b; other++) {
                if (Arrays.equals(granules.ofBlock()[b], granules.ofBlock()[other])) {
                    assertThat(pooled[b]).isEqualTo(pooled[other]);
                    assertThat(kept[b]).as("free beside a kept block").isEqualTo(kept[other]);
                }
            }
        }
        assertThat(Arrays.stream(pooled).sum()).isCloseTo(Arrays.stream(scores).sum(), within(1e-9));
    }

    @Test
    void valueIsPerUnitOfCost() {
        double[] ones = new double[BLOCKS];
        Arrays.fill(ones, 1);
        double[] byParameters = budget("budget: {parameters: 50%}").perCost(ones);
        assertThat(byParameters).containsOnly(1.0); // every weight costs the same
        assertThat(budget("budget: {block-sparsity: 0.5}").perCost(ones)).isSameAs(ones);
    }

    @Test
    void tightensFromEverythingToItsLimit() {
        BlockBudget budget = budget("budget: {macs: 50%}");
        Cost macs = cost(BudgetUnit.MACS);
        double before = Double.POSITIVE_INFINITY;
        for (double progress : new double[] {0, 0.25, 0.5, 0.75, 1}) {
            boolean[] kept = budget.at(progress).select(scores);
            double most = macs.total() + progress * (macs.dense() / 2 - macs.total());
            assertThat(macs.of(kept)).isLessThanOrEqualTo(most).isGreaterThan(most - 4 * 64);
            assertThat(macs.of(kept)).isLessThan(before);
            before = macs.of(kept);
        }
        assertThat(budget.at(0).select(scores)).doesNotContain(false);
        assertThat(budget.at(1).select(scores)).containsExactly(budget.select(scores));
    }

    @Test
    void recountsEveryLimitFromTheFile() {
        BlockBudget budget = budget("budget: {block-sparsity: 0.2, macs: 60%, latency-ms: 80%}");
        boolean[] kept = budget.select(scores);
        RunSpec spec = spec("budget: {macs: 60%}");
        BudgetCount count = budget.recount(KeptBlocks.filled(graph, layout(spec), kept));
        assertThat(count.removedBlocks()).isEqualTo(BLOCKS - count(kept, 0, BLOCKS));
        assertThat(count.targetRemoved()).isEqualTo(BLOCKS - Math.round(0.8 * BLOCKS));
        assertThat(count.limits())
                .extracting(BudgetCount.Limit::unit)
                .containsExactly(BudgetUnit.MACS, BudgetUnit.LATENCY_MS);
        assertThat(count.limits().get(0).spent())
                .isEqualTo(cost(BudgetUnit.MACS).of(kept));
        assertThat(count.limits().get(1).spent())
                .isEqualTo(cost(BudgetUnit.LATENCY_MS).of(kept));
        assertThat(count.isMet()).isTrue();
        boolean[] all = new boolean[BLOCKS];
        Arrays.fill(all, true);
        assertThat(budget.recount(KeptBlocks.filled(graph, layout(spec), all)).isMet())
                .isFalse();
    }
}
