package io.espalier.npu;

import java.util.function.IntUnaryOperator;

/// A weight tensor as a device that skips zero granules sees it: what clearing one of them saves.
///
/// Savings add up: with `z` granules of a weight cleared, its node takes `z · cyclesPerGranule` cycles less. Only
/// where all granules of a repeat are cleared is one cycle less saved than that (SCALE-Sim counts from 0).
///
/// @param node             as the report names it
/// @param weight           the initializer
/// @param granules         hardware granules in the tensor, ≥ 1
/// @param cyclesPerGranule cycles that one granule of zeros saves, ≥ 1
/// @param mapping          from an element's row-major position to its granule in `[0, granules)`
public record SkippableWeight(
        String node, String weight, int granules, long cyclesPerGranule, IntUnaryOperator mapping) {

    /// The granule that holds an element.
    ///
    /// @param element row-major position in the tensor
    public int granuleOf(int element) {
        return mapping.applyAsInt(element);
    }
}
