package io.espalier.npu.calibration.network;

import io.espalier.onnx.op.Padding;
import io.espalier.onnx.op.Window;
import java.util.List;

/// How a convolution or a pooling moves over an image.
///
/// @param height  taps down
/// @param width   taps across
/// @param stride  on both axes
/// @param padding around both axes
/// @param groups  1, or as many as there are input channels: depthwise
record Filter(int height, int width, int stride, Padding padding, int groups) {

    /// Output as large as the input over the stride, rounded up: TensorFlow's `SAME`.
    static Filter same(int height, int width) {
        return new Filter(height, width, 1, new Padding.SameUpper(), 1);
    }

    static Filter same(int extent) {
        return same(extent, extent);
    }

    static Filter valid(int extent) {
        return padded(extent, 0);
    }

    /// The same number of zeros on every side: PyTorch's `padding`.
    static Filter padded(int extent, long zeros) {
        Padding padding = new Padding.Explicit(List.of(zeros, zeros), List.of(zeros, zeros));
        return new Filter(extent, extent, 1, padding, 1);
    }

    /// Zeros so that an odd filter of stride 1 keeps the extent.
    static Filter centred(int extent) {
        return padded(extent, extent / 2);
    }

    Filter stride(int steps) {
        return new Filter(height, width, steps, padding, groups);
    }

    Filter groups(int count) {
        return new Filter(height, width, stride, padding, count);
    }

    Window window() {
        return new Window(
                List.of((long) height, (long) width), List.of((long) stride, (long) stride), List.of(), padding);
    }
}
