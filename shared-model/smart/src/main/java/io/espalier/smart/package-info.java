/// SMART block pruning: soft top-k, temperature schedule, blocks, budgets and masks, in plain Java.
///
/// Implemented from the published equations of Ding et al., _Separate, Dynamic and Differentiable (SMART)
/// Pruner_, arXiv 2403.19969; the temperature schedule and the initialisation are ours. Nothing in this
/// package knows a training engine; the runs that use it are in `io.espalier.smart.training`.
@NullMarked
package io.espalier.smart;

import org.jspecify.annotations.NullMarked;
