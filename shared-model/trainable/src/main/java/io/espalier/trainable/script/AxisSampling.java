package io.espalier.trainable.script;

import io.espalier.onnx.Tensor;
import io.espalier.onnx.op.Resize;
import java.util.Arrays;

/// How one axis is sampled on another grid: the weight of every input element in every output element.
///
/// Source: ONNX operator Resize-19, with the coordinates in float32 as ONNX Runtime takes them.
///
/// @param extent  elements of the input
/// @param places  place of the input that each output element stands for
/// @param weights `(out, in)`
/// @param outside output elements whose place is outside the input, for TF_CROP_AND_RESIZE; all false otherwise
@SuppressWarnings("ArrayRecordComponent") // never compared
record AxisSampling(int extent, float[] places, float[][] weights, boolean[] outside) {

    private static final int CUBIC_TAPS = 4;

    /// How far from a half a place still counts as one; found by trying ONNX Runtime on a thousand pairs of extents.
    private static final double HALF_TOLERANCE = 1e-6;

    /// @param scale output extent / input extent, as the file states or sizes imply it
    /// @param start of the region of interest, a share of the axis
    /// @param end   of the region of interest
    static AxisSampling of(Resize op, int in, int out, float scale, float start, float end) {
        float[] places = new float[out];
        float[][] weights = new float[out][];
        boolean[] outside = new boolean[out];
        for (int i = 0; i < out; i++) {
            places[i] = place(op.coordinates(), i, in, out, scale, start, end);
            outside[i] =
                    op.coordinates() == Resize.Coordinates.TF_CROP_AND_RESIZE && (places[i] < 0 || places[i] > in - 1);
            weights[i] = outside[i] ? new float[in] : weights(op, places[i], in);
        }
        return new AxisSampling(in, places, weights, outside);
    }

    static AxisSampling identity(int extent) {
        Resize nearest = new Resize(Resize.Mode.NEAREST, Resize.Coordinates.ASYMMETRIC, Resize.Rounding.FLOOR);
        return of(nearest, extent, extent, 1, 0, 1);
    }

    private static float place(
            Resize.Coordinates coordinates, int i, int in, int out, float scale, float start, float end) {
        return switch (coordinates) {
            case HALF_PIXEL -> (i + 0.5f) / scale - 0.5f;
            case HALF_PIXEL_SYMMETRIC -> {
                float adjustment = out / (scale * in);
                float offset = in / 2f * (1 - adjustment);
                yield (float) (offset + (i + 0.5) / scale - 0.5); // in float64 there, and there only
            }
            case PYTORCH_HALF_PIXEL -> out > 1 ? (i + 0.5f) / scale - 0.5f : 0;
            case ALIGN_CORNERS -> out == 1 ? 0 : (float) i * (in - 1) / (out - 1);
            case ASYMMETRIC -> i / scale;
            case TF_HALF_PIXEL_FOR_NN -> (i + 0.5f) / scale;
            case TF_CROP_AND_RESIZE ->
                out > 1
                        ? start * (in - 1) + (i * (end - start) * (in - 1)) / (out - 1)
                        : 0.5f * (start + end) * (in - 1);
        };
    }

    private static float[] weights(Resize op, float place, int in) {
        return switch (op.mode()) {
            case NEAREST -> one(in, nearest(op.rounding(), place, in));
            case LINEAR -> linear(Math.clamp(place, 0f, in - 1f), in);
            case CUBIC -> cubic(op, place, in);
        };
    }

    private static float[] one(int in, int index) {
        float[] weights = new float[in];
        weights[index] = 1;
        return weights;
    }

    private static int nearest(Resize.Rounding rounding, float place, int in) {
        double rounded =
                switch (rounding) {
                    case ROUND_PREFER_FLOOR -> Math.ceil(place - 0.5 - HALF_TOLERANCE);
                    case ROUND_PREFER_CEIL -> Math.floor(place + 0.5 + HALF_TOLERANCE);
                    case FLOOR -> Math.floor(place);
                    case CEIL -> Math.ceil(place);
                };
        return Math.clamp((long) rounded, 0, in - 1);
    }

    private static float[] linear(float place, int in) {
        float[] weights = new float[in];
        int first = Math.min((int) place, in - 1);
        float share = place - first;
        weights[first] += 1 - share;
        weights[Math.min(first + 1, in - 1)] += share;
        return weights;
    }

    /// Elements past the edge are the edge's, or do not count and leave their weight to the others.
    private static float[] cubic(Resize op, float place, int in) {
        float[] weights = new float[in];
        int first = (int) Math.floor(place) - 1;
        float total = 0;
        for (int tap = 0; tap < CUBIC_TAPS; tap++) {
            int index = first + tap;
            boolean counts = !op.excludeOutside() || (index >= 0 && index < in);
            float weight = counts ? kernel(Math.abs(place - index), op.cubicCoeff()) : 0;
            weights[Math.clamp(index, 0, in - 1)] += weight;
            total += weight;
        }
        if (op.excludeOutside()) {
            for (int i = 0; i < in; i++) {
                weights[i] /= total;
            }
        }
        return weights;
    }

    /// Keys' cubic convolution kernel at a distance d: `(a + 2) d³ - (a + 3) d² + 1` up to 1,
    /// `a d³ - 5a d² + 8a d - 4a` up to 2.
    private static float kernel(float d, float a) {
        return d <= 1 ? ((a + 2) * d - (a + 3)) * d * d + 1 : ((a * d - 5 * a) * d + 8 * a) * d - 4 * a;
    }

    /// Whether no two weights differ by more than `tolerance`.
    boolean agrees(AxisSampling other, float tolerance) {
        for (int i = 0; i < weights.length; i++) {
            for (int j = 0; j < extent; j++) {
                if (Math.abs(weights[i][j] - other.weights[i][j]) > tolerance) {
                    return false;
                }
            }
        }
        return true;
    }

    boolean isIdentity() {
        return weights.length == extent && agrees(identity(extent), 0);
    }

    /// The weights as a factor from the right, `(in, out)`.
    Tensor matrix() {
        int out = weights.length;
        float[] transposed = new float[extent * out];
        for (int i = 0; i < transposed.length; i++) {
            transposed[i] = weights[i % out][i / out];
        }
        return Tensor.ofFloats(new long[] {extent, out}, transposed);
    }

    /// The element of each output element; of a NEAREST sampling without a region of interest only.
    long[] indices() {
        return Arrays.stream(weights).mapToLong(AxisSampling::largest).toArray();
    }

    private static long largest(float[] row) {
        int index = 0;
        while (row[index] == 0) {
            index++;
        }
        return index;
    }
}
