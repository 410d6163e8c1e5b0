package io.espalier.smart.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.contracts.RunSpec;
import io.espalier.contracts.RunSpecReader;
import io.espalier.onnx.Graph;
import io.espalier.smart.BlockLayout;
import io.espalier.smart.TinyModels;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What the loss changes by with a block, compared under a budget of costs.
final class SumsPerCostTest {

    /// Blocks of 8×8 at the edges are smaller: they cost 64, 32, 16 or 8 weights.
    private static final int BLOCKS = 22;

    private final Graph graph = TinyModels.network(4, 3);
    private final CostLimits budget = (CostLimits) budget("budget: {parameters: 50%}, min-keep-per-layer: 0");
    private final Limit limit = budget.limits().getFirst();
    private final double[] costs = limit.cost().shares();

    private BlockBudget budget(String prune) {
        RunSpec spec = RunSpecReader.read("""
                model: tiny
                data: {uri: images}
                prune: {pattern: {block: [8, 8]}, %s}
                """.formatted(prune));
        return BlockBudget.of(graph, BlockLayout.of(graph, spec.prune()), spec);
    }

    /// Every pair of blocks, scores of both signs: none that scores less and costs as much or more comes before
    // another.
    @Test
    void lessForMoreIsNeverAhead() {
        double[] sums = new Random(9).doubles(BLOCKS, -1, 1).toArray();
        sums[BLOCKS - 1] = sums[0] = -0.5; // of another cost
        double[] scores = budget.sumsPerCost(sums);
        assertThat(costs[BLOCKS - 1]).isLessThan(costs[0]);
        for (int a = 0; a < BLOCKS; a++) {
            for (int b = 0; b < BLOCKS; b++) {
                boolean dearer = costs[a] < costs[b];
                if ((sums[a] > sums[b] && costs[a] <= costs[b]) || (sums[a] == sums[b] && dearer)) {
                    assertThat(scores[a]).isGreaterThan(scores[b]);
                }
            }
        }
    }

    /// All 2²² choices: none that fits is worth more than the selection by value per cost and one block besides.
    @Test
    void selectsByValuePerCost() {
        double[] sums = new Random(4).doubles(BLOCKS).toArray();
        boolean[] kept = budget.select(budget.sumsPerCost(sums));

        double value = 0;
        for (int b = 0; b < BLOCKS; b++) {
            value += kept[b] ? sums[b] : 0;
        }
        double best = best(sums);
        assertThat(value).isBetween(best - Arrays.stream(sums).max().orElseThrow(), best + 1e-9);
        assertThat(kept).isNotEqualTo(budget.select(sums));
    }

    private double best(double[] sums) {
        double best = 0;
        for (int choice = 0; choice < 1 << BLOCKS; choice++) {
            double cost = limit.cost().fixed();
            double value = 0;
            for (int b = 0; b < BLOCKS; b++) {
                cost += ((choice >> b) & 1) * costs[b];
                value += ((choice >> b) & 1) * sums[b];
            }
            best = cost <= limit.most() ? Math.max(best, value) : best;
        }
        return best;
    }

    @Test
    void blocksThatCostTheSameKeepTheirScores() {
        double[] sums = new double[BLOCKS];
        assertThat(budget("budget: {block-sparsity: 0.5}").sumsPerCost(sums)).isSameAs(sums);
    }
}
