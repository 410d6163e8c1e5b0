package io.espalier.smart.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.contracts.PruneSpec.Normalization;
import io.espalier.contracts.RunSpec;
import io.espalier.smart.BlockLayout;
import io.espalier.smart.budget.BlockBudget;
import io.espalier.trainable.TrainableGraph;
import io.espalier.trainable.loss.Loss;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// PDP's threshold lies where the budget decides, whatever it decides by.
final class ThresholdMaskTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "budget: {block-sparsity: 0.6}",
                "budget: {block-sparsity: 0.6}, scope: layer",
                "budget: {block-sparsity: 0.3}, layers: [{match: point, min-kept: 0.9}]",
                "budget: {block-sparsity: 0.6}, layers: [{match: wide, max-kept: 0.35}]",
                "budget: {block-sparsity: 0.7}, min-keep-per-layer: 25",
                "budget: {parameters: 50%}",
                "budget: {macs: 55%}, layers: [{match: point, min-kept: 0.8}]",
                "budget: {macs: 60%}, scope: layer",
                "budget: {npu-cycles: 95%}"
            })
    void aBlockThatStaysIsMoreThanHalfThere(String prune) {
        try (Phase phase = new Phase(prune)) {
            phase.mask.observe(phase.graph, 0);
            float[] factors = phase.mask.factors(0);
            boolean[] kept = phase.mask.harden();
            for (int b = 0; b < kept.length; b++) {
                assertThat(factors[b] > 0.5).as("block %d at %s", b, factors[b]).isEqualTo(kept[b]);
            }
            assertThat(kept).contains(true).contains(false);
        }
    }

    /// `∂u_b/∂w` reaches a weight through every block that is paid for together with its own.
    @Test
    void blocksThatArePaidForTogetherShareTheirGradients() {
        try (Phase phase = new Phase("budget: {npu-cycles: 95%}")) {
            // Given
            phase.mask.observe(phase.graph, 0);
            float[] factors = phase.mask.factors(0);
            phase.graph.setFactors(factors);
            phase.graph.backward(phase.context.trainingBatches(16).batch(0, 0), phase.loss);
            float[] gradients = phase.graph.factorGradients();
            float[] before = phase.graph.gradient("wide.weight");
            double[] through = new double[gradients.length];
            for (int b = 0; b < through.length; b++) {
                through[b] = gradients[b] * factors[b] * (1 - factors[b]) / 0.05;
            }
            double[] pooled = phase.budget.pooled(through);
            assertThat(pooled).isNotEqualTo(through);

            // When
            phase.mask.learn(phase.graph, 0, 0.05);

            // Then
            float[] after = phase.graph.gradient("wide.weight");
            float[] values = phase.graph.read("wide.weight");
            double[] scores = phase.weights.scores(phase.graph);
            double[] energies = phase.weights.energies(phase.graph);
            phase.layout.layers().getFirst().parts().getFirst().elements().forEach((i, b) -> {
                double expected = pooled[b] * 2 * scores[b] * scores[b] / energies[b] * values[i];
                assertThat((double) after[i] - before[i]).isCloseTo(expected, within(1e-6 + 1e-4 * Math.abs(expected)));
            });
        }
    }

    /// What hardening costs is measured, not assumed.
    @Test
    void aRunIsJudgedOnBothSidesOfHardening() {
        RunSpec spec = TinyRuns.spec("method: pdp");
        Pruned pruned = new PruningRun(TinyRuns.context(spec, Checkpoints.NONE)).run(TinyRuns.SOURCE);
        assertThat(pruned.softCount()).isPositive();
        assertThat(pruned.softAccuracy()).isBetween(0.0, 1.0);
        assertThat(pruned.hardAccuracy()).isBetween(0.0, 1.0);
    }

    /// The last step of a phase with blocks of 2 × 2.
    private static final class Phase implements AutoCloseable {

        private final RunContext context;
        private final BlockLayout layout;
        private final BlockBudget budget;
        private final TrainableGraph graph;
        private final PresentWeights weights;
        private final ThresholdMask mask;
        private final Loss loss;

        Phase(String prune) {
            RunSpec spec = TinyRuns.spec("method: pdp, pattern: {block: [2, 2]}, " + prune);
            context = TinyRuns.context(spec, Checkpoints.NONE);
            layout = BlockLayout.of(TinyRuns.SOURCE, spec.prune());
            budget = BlockBudget.of(TinyRuns.SOURCE, layout, spec);
            graph = TrainableGraph.compile(TinyRuns.SOURCE, layout.blockFactors(), 1);
            weights = new PresentWeights(TinyRuns.SOURCE, layout, budget, Normalization.LAYER_MEAN);
            mask = new ThresholdMask(budget, weights, 1);
            loss = Loss.of(spec.task(), spec.prune().loss(), null);
        }

        @Override
        public void close() {
            graph.close();
        }
    }
}
