package io.espalier.smart.training;

import io.espalier.datasets.Batch;
import io.espalier.datasets.TrainingBatches;
import io.espalier.trainable.CosineSchedule;
import io.espalier.trainable.StepResult;
import io.espalier.trainable.TrainableGraph;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;

/// One stretch of training: some epochs under one mask rule, one loss and one cosine of the learning rate.
final class TrainingPhase {

    private final String name;
    private final RunContext context;
    private final TrainableGraph graph;
    private final MaskRule mask;
    private final TrainingStep training;
    private final TrainingBatches batches;
    private final int firstEpoch;
    private final long steps;
    private final Curves curves;
    private long step;
    private long startedAtStep;
    private long startedNanos;

    TrainingPhase(
            String name, RunContext context, Epochs epochs, TrainableGraph graph, MaskRule mask, Teacher teacher) {
        this.name = name;
        this.context = context;
        this.graph = graph;
        this.mask = mask;
        this.training = new TrainingStep(context.spec(), graph, mask, teacher);
        this.batches = context.trainingBatches();
        this.firstEpoch = epochs.first();
        this.steps = epochs.count() * (long) batches.batchesPerEpoch();
        this.curves = new Curves(name, steps);
    }

    /// @param first number of the first epoch within the run; the data order depends on it
    /// @param count how many, >= 0
    record Epochs(int first, int count) {}

    /// Steps that a phase of so many epochs has.
    static long steps(RunContext context, int epochs) {
        return epochs * (long) context.trainingBatches().batchesPerEpoch();
    }

    /// Goes on where a state was taken.
    void restore(PhaseState state) {
        step = state.step();
        graph.restore(state.graph());
        training.optimizer().restore(state.optimizer());
        mask.restore(state.mask());
        curves.restore(state.curves());
    }

    /// Trains to the end. The last state is saved as well, so that what follows a phase can be repeated
    /// without it.
    ///
    /// @throws CancellationException if the thread is interrupted; the state is saved first
    void run() {
        startedAtStep = step;
        startedNanos = System.nanoTime();
        CosineSchedule rate = new CosineSchedule(context.spec().training().learningRate(), Math.max(1, steps));
        while (step < steps) {
            train(rate.at(step));
            step++;
            boolean interrupted = Thread.currentThread().isInterrupted();
            if (interrupted || step == steps || context.checkpoints().isDue()) {
                context.checkpoints().save(step, state().bytes());
            }
            if (interrupted && step < steps) {
                throw new CancellationException("%s stopped after step %d of %d".formatted(name, step, steps));
            }
        }
        training.applyMask(Math.max(0, steps - 1));
    }

    private void train(double learningRate) {
        int perEpoch = batches.batchesPerEpoch();
        Batch batch = batches.batch(firstEpoch + (int) (step / perEpoch), (int) (step % perEpoch));
        StepResult result = training.train(batch, step, learningRate);
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("loss", result.loss());
        metrics.putAll(result.metrics());
        metrics.put("learning-rate", learningRate);
        metrics.putAll(mask.metrics(step));
        curves.add(step, metrics);
        report(metrics, batch.size());
    }

    private void report(Map<String, Double> metrics, int batchSize) {
        double seconds = (System.nanoTime() - startedNanos) / 1e9;
        metrics.put("images-per-second", (step + 1 - startedAtStep) * batchSize / seconds);
        context.listener().progressed(new RunListener.Progress(name, step + 1, steps, metrics));
    }

    private PhaseState state() {
        return new PhaseState(step, graph.state(), training.optimizer().state(), mask.state(), curves.bytes());
    }

    byte[] curves() {
        return curves.bytes();
    }
}
