/// How well a network does its task, as the field measures it.
///
/// [io.espalier.metrics.Metrics] gives the metric of a task: outputs and targets of one batch after the other go in,
/// fractions in `[0, 1]` come out. [io.espalier.metrics.Agreement] judges a network against another one instead, where
/// there are no labels. How the batches are cut changes no result.
@NullMarked
package io.espalier.metrics;

import org.jspecify.annotations.NullMarked;
