package io.espalier.smart.training;

import io.espalier.contracts.TrainingSpec;
import io.espalier.datasets.Batch;
import io.espalier.datasets.TrainingBatches;
import io.espalier.metrics.Scores;
import io.espalier.trainable.CosineSchedule;
import io.espalier.trainable.PeakMemory;
import io.espalier.trainable.StepResult;
import io.espalier.trainable.TrainableGraph;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;

/// One stretch of training: some epochs under one mask rule, one loss and one cosine of the learning rate.
final class TrainingPhase {

    private static final double MIB = 1 << 20;

    private final PhasePlan plan;
    private final RunContext context;
    private final TrainableGraph graph;
    private final MaskRule mask;
    private final TrainingStep training;
    private final TrainingBatches batches;
    private final long steps;
    private final Curves curves;
    private final FinalWeights weights;
    private final Throughput throughput = new Throughput();
    private final PeakMemory memory = PeakMemory.begin();
    private Map<String, Double> latest = Map.of();
    private long step;

    TrainingPhase(PhasePlan plan, RunContext context, TrainableGraph graph, MaskRule mask, Teacher teacher) {
        this.plan = plan;
        this.context = context;
        this.graph = graph;
        this.mask = mask;
        this.training = new TrainingStep(context.spec(), graph, mask, teacher);
        this.batches = context.trainingBatches(plan.batchSize());
        this.steps = plan.epochs() * (long) batches.batchesPerEpoch();
        this.curves = new Curves(plan.name(), steps);
        this.weights = new FinalWeights(
                context.spec().training(),
                graph,
                plan.selects(),
                new Validation(context, teacher),
                batches.batchesPerEpoch(),
                steps);
    }

    /// Goes on where a state was taken.
    void restore(PhaseState state) {
        step = state.step();
        graph.restore(state.graph());
        training.optimizer().restore(state.optimizer());
        mask.restore(state.mask());
        curves.restore(state.curves());
        weights.restore(state.average(), state.best());
    }

    /// Trains to the end, validates when it is due, and leaves the graph with the weights that the phase ends with.
    /// The last state is saved as well, so that what follows a phase can be repeated without it.
    ///
    /// @throws CancellationException if the thread is interrupted; the state is saved first
    /// @throws io.espalier.contracts.PipelineException.Permanent as [PhaseState#requireKept(long)]
    void run() {
        PhaseState.requireKept(state().size()); // before an hour of training, not at the first checkpoint
        CosineSchedule rate = schedule();
        judgeIfDue(); // a run may have been stopped between an epoch and its validation
        throughput.start();
        while (step < steps) {
            train(rate.at(step));
            boolean interrupted = Thread.currentThread().isInterrupted();
            if (!interrupted) {
                judgeIfDue();
            }
            if (interrupted || step == steps || context.checkpoints().isDue()) {
                context.checkpoints().save(step, state().bytes());
            }
            if (interrupted && step < steps) {
                throw new CancellationException("%s stopped after step %d of %d".formatted(plan.name(), step, steps));
            }
        }
        judgeIfDue();
        weights.settle();
        training.applyMask(Math.max(0, steps - 1));
    }

    private CosineSchedule schedule() {
        TrainingSpec spec = context.spec().training();
        long warmup = Math.round(spec.warmupEpochs() * batches.batchesPerEpoch());
        return new CosineSchedule(spec.learningRate(), Math.max(1, steps), warmup);
    }

    private void train(double learningRate) {
        int perEpoch = batches.batchesPerEpoch();
        Batch batch = batches.batch(plan.firstEpoch() + (int) (step / perEpoch), (int) (step % perEpoch));
        StepResult result = training.train(batch, step, learningRate);
        weights.stepped();
        memory.sample();
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("loss", result.loss());
        metrics.putAll(new TreeMap<>(result.metrics())); // in the same order in every process
        metrics.put("learning-rate", learningRate);
        metrics.putAll(new TreeMap<>(mask.metrics(step)));
        curves.add(step, metrics);
        step++;
        metrics.put("images-per-second", throughput.after(batch.size()));
        report(metrics);
    }

    /// The state is saved before an interrupted validation ends the run.
    private void judgeIfDue() {
        if (!weights.isDue(step)) {
            return;
        }
        throughput.pause();
        try {
            Scores scores = weights.judge(step);
            Map<String, Double> shown = Judge.shown("validation-", scores);
            curves.addAlways(step - 1, shown);
            Map<String, Double> metrics = new LinkedHashMap<>(latest);
            metrics.putAll(shown);
            report(metrics);
        } catch (CancellationException e) {
            context.checkpoints().save(step, state().bytes());
            throw e;
        }
        throughput.start();
    }

    private void report(Map<String, Double> metrics) {
        if (step == steps) {
            metrics.put("peak-rss-mib", memory.bytes() / MIB);
        }
        latest = metrics;
        context.listener().progressed(new RunListener.Progress(plan.name(), step, steps, metrics));
    }

    private PhaseState state() {
        return new PhaseState(
                step,
                graph.state(),
                training.optimizer().state(),
                mask.state(),
                curves.bytes(),
                weights.averageState(),
                weights.best());
    }

    byte[] curves() {
        return curves.bytes();
    }
}
