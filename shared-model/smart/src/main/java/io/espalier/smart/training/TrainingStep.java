package io.espalier.smart.training;

import io.espalier.contracts.PruneSpec;
import io.espalier.contracts.RunSpec;
import io.espalier.datasets.Batch;
import io.espalier.onnx.Graph;
import io.espalier.smart.BlockLayout;
import io.espalier.smart.Importances;
import io.espalier.smart.budget.BlockBudget;
import io.espalier.trainable.Optimizer;
import io.espalier.trainable.Optimizers;
import io.espalier.trainable.StepResult;
import io.espalier.trainable.TrainableGraph;
import java.util.List;

/// One step of training under a mask rule: the step of every run, and what a measurement of steps times.
public final class TrainingStep implements AutoCloseable {

    private final TrainableGraph graph;
    private final MaskRule mask;
    private final Teacher teacher;
    private final Optimizer optimizer;

    TrainingStep(RunSpec spec, TrainableGraph graph, MaskRule mask, Teacher teacher) {
        this.graph = graph;
        this.mask = mask;
        this.teacher = teacher;
        this.optimizer = Optimizers.of(spec.training(), graph);
    }

    /// A step without a mask, under the loss of `prune`.
    ///
    /// @param reference in training form
    public static TrainingStep dense(Graph reference, RunSpec spec) {
        int threads = spec.reproducibility().threads();
        return new TrainingStep(
                spec,
                TrainableGraph.compile(reference, List.of(), threads),
                new NoMask(),
                new Teacher(spec.task(), spec.prune().loss(), reference, threads));
    }

    /// A step of a SMART run whose scores start at the magnitudes of the blocks.
    ///
    /// @param reference in training form
    /// @param steps     length of the run, >= 1: the temperature falls over it
    public static TrainingStep smart(Graph reference, RunSpec spec, long steps) {
        PruneSpec prune = spec.prune();
        BlockLayout layout = BlockLayout.of(reference, prune);
        BlockBudget budget = BlockBudget.of(reference, layout, spec);
        PresentWeights weights = new PresentWeights(reference, layout, budget, prune.normalization());
        double[] scores = LearnedMask.first(weights.normalized(Importances.magnitude(reference, layout)), prune);
        int threads = spec.reproducibility().threads();
        return new TrainingStep(
                spec,
                TrainableGraph.compile(reference, PruningRun.factors(layout), threads),
                new LearnedMask(budget, scores, prune, steps, weights),
                new Teacher(spec.task(), prune.loss(), reference, threads));
    }

    /// Sets the factors, differentiates the loss, moves the parameters, and the scores if the mask is learned.
    ///
    /// @param step counted from 0, in the order of a run
    public StepResult train(Batch batch, long step, double learningRate) {
        applyMask(step);
        StepResult result = graph.backward(batch, teacher.loss());
        mask.learn(graph, step, learningRate);
        optimizer.step(learningRate);
        return result;
    }

    void applyMask(long step) {
        if (graph.factorCount() > 0) {
            mask.observe(graph, step);
            graph.setFactors(mask.factors(step));
        }
    }

    Optimizer optimizer() {
        return optimizer;
    }

    /// Parameters, buffers and factors, bit for bit.
    byte[] state() {
        return graph.state();
    }

    /// Frees the graph and its teacher.
    @Override
    public void close() {
        graph.close();
        teacher.close();
    }
}
