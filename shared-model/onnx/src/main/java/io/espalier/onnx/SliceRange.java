package io.espalier.onnx;

/// The elements of one axis that a Slice takes: `start, start + step, …`, `length` of them.
///
/// Source: ONNX operator Slice-13: negative positions count from the end, then positions are clamped to the axis.
public record SliceRange(long start, long step, long length) {

    /// @param extent elements along the axis
    /// @throws IllegalArgumentException if step is 0
    public static SliceRange of(long start, long end, long step, long extent) {
        if (step == 0) {
            throw new IllegalArgumentException("steps must not be 0");
        }
        long lowest = step > 0 ? 0 : -1;
        long highest = step > 0 ? extent : extent - 1;
        long from = Math.clamp(start < 0 ? start + extent : start, step > 0 ? 0 : Math.min(0, highest), highest);
        long to = Math.clamp(end < 0 ? end + extent : end, lowest, highest);
        return new SliceRange(from, step, Math.max(0, Math.ceilDiv(to - from, step)));
    }
}
