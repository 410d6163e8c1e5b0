/// Training runs around the SMART kernel: dense control, pruning by SMART or one-shot baselines, fine-tuning.
///
/// A run can be stopped after any step and goes on from its newest checkpoint with the same bits: the data
/// order is a pure function of seed, epoch and batch, and everything else is in the checkpoint.
@NullMarked
package io.espalier.smart.training;

import org.jspecify.annotations.NullMarked;
