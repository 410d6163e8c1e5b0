package io.espalier.smart.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.contracts.PruneSpec.Normalization;
import io.espalier.contracts.RunSpec;
import io.espalier.datasets.Batch;
import io.espalier.onnx.Graph;
import io.espalier.onnx.Tensor;
import io.espalier.smart.BlockLayout;
import io.espalier.smart.Importances;
import io.espalier.smart.budget.BlockBudget;
import io.espalier.trainable.TrainableGraph;
import io.espalier.trainable.loss.Loss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Rules of the baselines against the formulas that they are published with.
final class BaselineRulesTest {

    private static final int STEPS = 60;

    private final RunSpec spec = TinyRuns.spec("method: gmp");
    private final RunContext context = TinyRuns.context(spec, Checkpoints.NONE);
    private final BlockLayout layout = BlockLayout.of(TinyRuns.SOURCE, spec.prune());
    private final BlockBudget budget = BlockBudget.of(TinyRuns.SOURCE, layout, spec);
    private final PresentWeights weights =
            new PresentWeights(TinyRuns.SOURCE, layout, budget, Normalization.LAYER_MEAN);
    private final TrainableGraph graph = TrainableGraph.compile(TinyRuns.SOURCE, PruningRun.factors(layout), 1);
    private final Loss loss = Loss.of(spec.task(), spec.prune().loss(), null);

    @AfterEach
    void close() {
        graph.close();
    }

    /// Zhu and Gupta 2017, equation 1 with `s_i = 0`, `t_0 = 0`: `s_t = s_f − s_f (1 − t/T)³`.
    @Test
    void gradualMasksFollowTheCubic() {
        GradualMask mask = new GradualMask(budget, weights, STEPS);
        for (int step = 0; step < STEPS; step++) {
            mask.observe(graph, step);
            double left = 1 - (double) step / (STEPS - 1);
            double removed = (TinyRuns.BLOCKS - TinyRuns.KEPT) * (1 - left * left * left);
            assertThat(TinyRuns.BLOCKS - KeptFlags.count(mask.harden())).isCloseTo(removed, within(0.5 + 1e-9));
        }
        assertThat(mask.harden()).isEqualTo(budget.select(weights.scores(graph)));
    }

    /// The smallest of the present weights are masked, not of the first ones.
    @Test
    void gradualMasksFollowTheWeights() {
        GradualMask mask = new GradualMask(budget, weights, STEPS);
        mask.observe(graph, STEPS - 1);
        boolean[] before = mask.harden();
        weights.clear(graph, before);
        float[] first = graph.read("wide.weight");
        first[0] = 100; // block 0 becomes the largest of its layer
        graph.write("wide.weight", first);

        mask.observe(graph, STEPS - 1);

        assertThat(mask.harden()[0]).isTrue();
    }

    @Test
    void movementAccumulatesWhatMovesAwayFromZero() {
        // Given
        MovementMask mask = new MovementMask(budget, STEPS, 0);
        float[] gradients = new float[TinyRuns.BLOCKS];
        for (int b = 0; b < gradients.length; b++) {
            gradients[b] = b - 10;
        }

        // When
        assertThat(KeptFlags.count(kept(mask.factors(0)))).isEqualTo(TinyRuns.BLOCKS);
        mask.learn(gradients, 0.1);
        Arrays.fill(gradients, 0);
        gradients[0] = 300; // −0.1 · 300 outweighs +0.1 · 10
        mask.learn(gradients, 0.1);

        // Then: the most negative sums of gradients are the largest scores, block 0 no longer among them
        boolean[] expected = new boolean[TinyRuns.BLOCKS];
        Arrays.fill(expected, 1, TinyRuns.KEPT + 1, true);
        assertThat(mask.harden()).isEqualTo(expectedWithFloors(expected));
        assertThat(kept(mask.factors(STEPS - 1))).isEqualTo(mask.harden());
    }

    /// The budget keeps one block of each layer; with these scores the last layer has none else.
    private boolean[] expectedWithFloors(boolean[] best) {
        double[] scores = new double[best.length];
        for (int b = 0; b < scores.length; b++) {
            scores[b] = b == 0 ? -29 : 1 - 0.1 * b;
        }
        return budget.select(scores);
    }

    @Test
    void compressedStretchesAreEverySecondSixth() {
        StringBuilder stretches = new StringBuilder();
        for (int step = 0; step < 12; step++) {
            stretches.append(AlternatingMask.isCompressed(step, 12) ? 'c' : 'd');
        }
        assertThat(stretches).hasToString("ddccddccddcc");
        assertThat(AlternatingMask.isCompressed(0, 1)).isTrue();
        assertThat(AlternatingMask.isCompressed(2, 3)).isTrue();
    }

    @Test
    void removedBlocksBeginTheNextStretchAtZero() {
        // Given
        AlternatingMask mask = new AlternatingMask(budget, weights, STEPS);
        mask.observe(graph, 0);
        assertThat(KeptFlags.count(mask.harden())).isEqualTo(TinyRuns.BLOCKS);

        // When
        mask.observe(graph, 10);
        boolean[] kept = mask.harden();
        float[] drifted = graph.read("wide.weight");
        for (int i = 0; i < drifted.length; i++) {
            drifted[i] += 0.01f; // momentum
        }
        graph.write("wide.weight", drifted);
        mask.observe(graph, 20);

        // Then
        assertThat(KeptFlags.count(kept)).isEqualTo(TinyRuns.KEPT);
        assertThat(KeptFlags.count(mask.harden())).isEqualTo(TinyRuns.BLOCKS);
        double[] energies = weights.energies(graph);
        for (int b = 0; b < kept.length; b++) {
            assertThat(energies[b] > 0).isEqualTo(kept[b]);
        }
    }

    /// Connection sensitivities add up to `Σ |w ∂L/∂w|` of the layer, however it is cut.
    @Test
    void sensitivitiesAreSumsOverBlocks() {
        graph.backward(batch(), loss);
        float[] values = graph.read("wide.weight");
        float[] gradient = graph.gradient("wide.weight");
        double expected = 0;
        for (int i = 0; i < values.length; i++) {
            expected += Math.abs(values[i] * gradient[i]);
        }

        float[] sensitivities = weights.sensitivities(graph);

        double sum = 0;
        for (int b = 0; b < layout.ends()[0]; b++) {
            sum += sensitivities[b];
        }
        assertThat(sum).isCloseTo(expected, within(1e-5 * expected));
    }

    /// The gradient of PDP against central differences of the loss, mask included, at the threshold of the step.
    @Test
    void lossReachesWeightsThroughTheThresholdMask() {
        // Given
        ThresholdMask mask = new ThresholdMask(budget, weights, 1);
        mask.observe(graph, 0);
        float[] factors = mask.factors(0);
        graph.setFactors(factors);
        Batch batch = batch().copy();
        double[] scores = weights.scores(graph);
        double[] energies = weights.energies(graph);
        boolean[] kept = budget.select(scores);
        double threshold = threshold(scores, kept);
        byte[] before = graph.state();

        // When
        graph.backward(batch, loss);
        mask.learn(graph, 0, 0.05);
        float[] gradient = graph.gradient("wide.weight");

        // Then
        float[] values = graph.read("wide.weight");
        List<Double> errors = new ArrayList<>();
        for (int i : new int[] {0, 40, 111, 300, 700}) {
            double[] losses = new double[2];
            for (int side = 0; side < 2; side++) {
                graph.restore(before);
                float[] moved = values.clone();
                moved[i] += side == 0 ? 2e-3f : -2e-3f;
                graph.write("wide.weight", moved);
                double[] shifted = weights.energies(graph);
                float[] masked = factors.clone();
                for (int b = 0; b < masked.length; b++) {
                    double square = scores[b] * scores[b] * shifted[b] / energies[b];
                    masked[b] = (float) (1 / (1 + Math.exp(-(square - threshold) / 0.05)));
                }
                graph.setFactors(masked);
                losses[side] = graph.backward(batch, loss).loss();
            }
            double difference = (losses[0] - losses[1]) / 4e-3;
            errors.add(Math.abs(difference - gradient[i]) / (1e-3 + Math.abs(difference)));
        }
        assertThat(errors).allSatisfy(error -> assertThat(error).isLessThan(0.05));
    }

    private static double threshold(double[] scores, boolean[] kept) {
        double smallestKept = Double.POSITIVE_INFINITY;
        double largestRemoved = 0;
        for (int b = 0; b < scores.length; b++) {
            smallestKept = kept[b] ? Math.min(smallestKept, scores[b] * scores[b]) : smallestKept;
            largestRemoved = kept[b] ? largestRemoved : Math.max(largestRemoved, scores[b] * scores[b]);
        }
        return (smallestKept + largestRemoved) / 2;
    }

    /// With an input that is 3 everywhere the score of a block is 3 times its magnitude.
    @Test
    void activationScoresWeighMagnitudesByInputs() {
        float[] threes = new float[8];
        Arrays.fill(threes, 3);
        Graph source = TinyRuns.SOURCE.withInitializers(Map.of(
                "stem.gamma", Tensor.ofFloats(new long[] {8}, new float[8]),
                "stem.beta", Tensor.ofFloats(new long[] {8}, threes)));

        double[] scores = ActivationScores.of(source, layout, context);

        double[] magnitudes = Importances.magnitude(source, layout);
        for (int b = 0; b < layout.ends()[0]; b++) {
            assertThat(scores[b]).isCloseTo(3 * magnitudes[b], within(1e-6));
        }
        assertThat(scores[layout.blocks() - 1]).isNotEqualTo(3 * magnitudes[layout.blocks() - 1]);
    }

    private Batch batch() {
        return context.trainingBatches(16).batch(0, 0);
    }

    private static boolean[] kept(float[] factors) {
        boolean[] kept = new boolean[factors.length];
        for (int b = 0; b < kept.length; b++) {
            kept[b] = factors[b] == 1;
        }
        return kept;
    }
}
