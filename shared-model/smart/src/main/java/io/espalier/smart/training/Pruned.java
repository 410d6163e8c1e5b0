package io.espalier.smart.training;

import io.espalier.contracts.BudgetCount;
import io.espalier.onnx.Graph;
import io.espalier.smart.Mask;

/// A network that meets its budget.
///
/// @param graph        removed blocks are exact zeros
/// @param mask         which blocks stay
/// @param budget       recounted from the weights
/// @param softCount    undecided blocks at the end of the joint training; 0 for one-shot methods
/// @param softAccuracy the task's metric before hardening, in `[0, 1]`; of one-shot methods the same as
///                     `hardAccuracy`, since nothing is hardened
/// @param hardAccuracy after hardening and recalibration of batch normalisation; NaN, as `softAccuracy`, of a run that
///                     is not judged
/// @param curves       numbers by step, JSON lines
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record Pruned(
        Graph graph,
        Mask mask,
        BudgetCount budget,
        double softCount,
        double softAccuracy,
        double hardAccuracy,
        byte[] curves) {}
