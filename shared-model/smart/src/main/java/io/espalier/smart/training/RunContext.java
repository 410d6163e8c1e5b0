package io.espalier.smart.training;

import io.espalier.contracts.RunSpec;
import io.espalier.datasets.EvaluationBatches;
import io.espalier.datasets.ImageDataset;
import io.espalier.datasets.TrainingBatches;

/// What every run works with.
///
/// @param spec        decides the result
/// @param train       images that are learned from
/// @param validation  images that accuracy is measured on
/// @param checkpoints where this run's state goes
/// @param listener    hears every step
public record RunContext(
        RunSpec spec, ImageDataset train, ImageDataset validation, Checkpoints checkpoints, RunListener listener) {

    /// The same run with its state elsewhere: each phase of a run has checkpoints of its own.
    public RunContext with(Checkpoints others) {
        return new RunContext(spec, train, validation, others, listener);
    }

    TrainingBatches trainingBatches() {
        return new TrainingBatches(
                train,
                spec.data(),
                spec.training().batchSize(),
                spec.reproducibility().seed());
    }

    EvaluationBatches validationBatches() {
        return new EvaluationBatches(
                validation, spec.data().preprocessing(), spec.training().batchSize());
    }

    int threads() {
        return spec.reproducibility().threads();
    }

    /// Epochs are numbered through the whole run, so that no phase sees another's images in the same order.
    int firstPruningEpoch() {
        return spec.control().epochs();
    }

    int firstFinetuningEpoch() {
        return firstPruningEpoch() + spec.prune().epochs();
    }
}
