/// Labelled images from folders and archives, decoded once, and the batches that training and evaluation see.
///
/// [io.espalier.datasets.Datasets] opens a split; [io.espalier.datasets.TrainingBatches] samples and augments it as a
/// pure function of the seed; [io.espalier.datasets.EvaluationBatches] walks it in order. `docs/datasets.md` shows the
/// layouts.
@NullMarked
package io.espalier.datasets;

import org.jspecify.annotations.NullMarked;
