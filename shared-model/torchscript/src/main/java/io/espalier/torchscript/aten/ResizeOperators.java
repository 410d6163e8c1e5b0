package io.espalier.torchscript.aten;

import io.espalier.onnx.Shape;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.op.Resize;
import io.espalier.onnx.op.Resize.Coordinates;
import io.espalier.onnx.op.Resize.Mode;
import io.espalier.onnx.op.Resize.Rounding;
import io.espalier.torchscript.value.TensorLike.Symbol;
import io.espalier.torchscript.value.Value;
import java.util.List;
import java.util.Map;

/// Interpolation over two spatial axes, to sizes or by scales.
final class ResizeOperators {

    private ResizeOperators() {}

    static void register(Map<String, Emitter> into) {
        into.put("upsample_nearest2d", ResizeOperators::nearest);
        into.put("_upsample_nearest_exact2d", ResizeOperators::nearestExact);
        into.put("upsample_bilinear2d", call -> smooth(call, Mode.LINEAR));
        into.put("upsample_bicubic2d", call -> smooth(call, Mode.CUBIC));
    }

    /// `(x, output_size, scale_factors)`: element floor(i / scale).
    private static Value nearest(Call call) {
        return resize(call, 2, new Resize(Mode.NEAREST, Coordinates.ASYMMETRIC, Rounding.FLOOR));
    }

    /// Element floor((i + 0.5) / scale), which is the nearest of the centres, halves rounded up.
    private static Value nearestExact(Call call) {
        return resize(call, 2, new Resize(Mode.NEAREST, Coordinates.HALF_PIXEL, Rounding.ROUND_PREFER_CEIL));
    }

    /// `(x, output_size, align_corners, scale_factors)`.
    private static Value smooth(Call call, Mode mode) {
        Coordinates coordinates = call.flag(2, false) ? Coordinates.ALIGN_CORNERS : Coordinates.HALF_PIXEL;
        return resize(call, 3, new Resize(mode, coordinates, Rounding.FLOOR));
    }

    private static Value resize(Call call, int scalesAt, Resize operator) {
        Symbol x = call.tensor(0);
        Shape shape = x.shape();
        if (shape.rank() != 4) {
            throw new Unmapped("an input of shape " + shape + "; it must have 4 axes");
        }
        GraphBuilder graph = call.graph();
        float[] scales = call.isNone(1) ? scales(call.items(scalesAt)) : ratios(shape, call.integers(1));
        return scales[0] == 1 && scales[1] == 1
                ? call.value(0)
                : graph.node(
                        operator,
                        x,
                        GraphBuilder.ABSENT,
                        graph.constant(Tensor.ofFloats(new long[] {4}, 1, 1, scales[0], scales[1])));
    }

    private static float[] scales(List<Value> factors) {
        return new float[] {(float) Values.real(factors.get(0)), (float) Values.real(factors.get(factors.size() - 1))};
    }

    /// Sizes as scales: the batch, which a size could not state, stays open.
    ///
    /// @throws Unmapped if floor(extent · scale) is not the size in float32
    private static float[] ratios(Shape shape, List<Long> sizes) {
        float[] ratios = new float[2];
        for (int axis = 0; axis < 2; axis++) {
            long extent = shape.dim(axis + 2).size();
            long size = sizes.get(axis);
            float ratio = (float) size / extent;
            ratios[axis] = (long) Math.floor(ratio * extent) < size ? Math.nextUp(ratio) : ratio;
            if ((long) Math.floor(ratios[axis] * extent) != size) {
                throw new Unmapped("a size of " + size + " for an extent of " + extent);
            }
        }
        return ratios;
    }
}
