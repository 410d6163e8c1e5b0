package io.espalier.smart.training;

import io.espalier.contracts.ControlSpec;
import io.espalier.contracts.FinetuneSpec;
import io.espalier.contracts.PruneSpec;
import io.espalier.contracts.RunSpec;
import io.espalier.datasets.EvaluationBatches;
import io.espalier.datasets.ImageDataset;
import io.espalier.datasets.TrainingBatches;
import org.jspecify.annotations.Nullable;

/// What every run works with.
///
/// @param spec        decides the result
/// @param train       images that are learned from
/// @param validation  images that accuracy is measured on
/// @param checkpoints where this run's state goes
/// @param listener    hears every step
public record RunContext(
        RunSpec spec, ImageDataset train, ImageDataset validation, Checkpoints checkpoints, RunListener listener) {

    /// Floats of images that are judged at once: 16 MiB.
    private static final int LARGEST_VALIDATION_BATCH = 1 << 22;

    /// The same run with its state elsewhere: each phase of a run has checkpoints of its own.
    public RunContext with(Checkpoints others) {
        return new RunContext(spec, train, validation, others, listener);
    }

    PhasePlan control() {
        ControlSpec control = spec.control();
        return new PhasePlan("control", 0, control.epochs(), batchSize(control.batchSize()), true);
    }

    /// Epochs are numbered through the whole run, so that no phase sees another's images in the same order.
    ///
    /// No method selects weights while it prunes: those of a mask that is not settled are another network's, and a
    /// one-shot method that did would be compared with an advantage.
    PhasePlan prune() {
        PruneSpec prune = spec.prune();
        return new PhasePlan("prune", spec.control().epochs(), prune.epochs(), batchSize(prune.batchSize()), false);
    }

    PhasePlan finetune() {
        FinetuneSpec finetune = spec.finetune();
        int first = spec.control().epochs() + spec.prune().epochs();
        return new PhasePlan("finetune", first, finetune.epochs(), batchSize(finetune.batchSize()), true);
    }

    private int batchSize(@Nullable Integer ofPhase) {
        return ofPhase == null ? spec.training().batchSize() : ofPhase;
    }

    TrainingBatches trainingBatches(int batchSize) {
        return new TrainingBatches(
                train, spec.data(), batchSize, spec.reproducibility().seed());
    }

    /// Steps of the dense control: the checkpoints of what follows it count on from there.
    public long controlSteps() {
        return steps(control());
    }

    long steps(PhasePlan plan) {
        return plan.epochs() * (long) trainingBatches(plan.batchSize()).batchesPerEpoch();
    }

    /// As many images at once as a training step has, or fewer if they are large.
    EvaluationBatches validationBatches() {
        int floats = validation.channels() * validation.height() * validation.width();
        int size =
                Math.clamp(LARGEST_VALIDATION_BATCH / floats, 1, spec.training().batchSize());
        return new EvaluationBatches(validation, spec.data().preprocessing(), size);
    }

    int threads() {
        return spec.reproducibility().threads();
    }
}
