package io.espalier.cli.bench;

import io.espalier.contracts.PruneSpec;
import io.espalier.onnx.Graph;
import io.espalier.smart.BlockBudget;
import io.espalier.smart.BlockLayout;
import io.espalier.smart.Importances;
import io.espalier.smart.SoftMask;
import io.espalier.smart.SoftTopK;
import io.espalier.smart.TemperatureSchedule;
import io.espalier.trainable.TrainableGraph;
import java.util.Arrays;

/// What SMART does around a step: solve the temperature, set the factors, and move the scores by their gradients.
///
/// The scores move by plain gradient descent here; the run's Adam adds a few operations a block, which is
/// nothing beside
/// the exponentials of the soft top-k.
final class MaskStep {

    private static final double LEARNING_RATE = 1e-3;

    private final SoftTopK operator;
    private final TemperatureSchedule schedule;
    private final double[] scores;
    private final int rounds;
    private double temperature = 1;
    private long step;

    /// @param rounds length of the measurement; the temperature falls over it as over a run
    MaskStep(BlockBudget budget, Graph graph, BlockLayout layout, int rounds) {
        this.operator = SoftTopK.unweighted(budget.blocks(), budget.kept());
        this.schedule = TemperatureSchedule.of(budget, rounds);
        this.scores =
                Importances.normalize(Importances.magnitude(graph, layout), layout, PruneSpec.Normalization.LAYER_MEAN);
        this.rounds = rounds;
    }

    /// One SMART step around `trainingStep`, which trains `graph` once.
    void around(TrainableGraph graph, Runnable trainingStep) {
        double target = schedule.softCount(Math.min(step, rounds - 1));
        double range = Arrays.stream(scores).max().orElse(1)
                - Arrays.stream(scores).min().orElse(0);
        temperature = TemperatureSchedule.solve(t -> operator.mask(scores, t).softCount(), target, temperature, range);
        SoftMask mask = operator.mask(scores, temperature);
        graph.setFactors(floats(mask.values()));
        trainingStep.run();
        double[] gradient = mask.gradient(doubles(graph.factorGradients()));
        for (int i = 0; i < scores.length; i++) {
            scores[i] -= LEARNING_RATE * gradient[i];
        }
        step++;
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }
}
