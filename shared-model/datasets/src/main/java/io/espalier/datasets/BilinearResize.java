package io.espalier.datasets;

import java.util.Arrays;

/// Scales by a triangle filter, rows and columns apart, and frames the result in grey.
///
/// With `f = source / scaled`, sample `u` of an axis is the mean of the source samples `s` of that axis weighted by
/// `max(0, 1 - |s + ½ - (u + ½) f| / max(f, 1))`: linear interpolation when enlarging; when reducing, the filter widens
/// so that every source pixel counts, as Pillow and torchvision (`antialias=True`) do. Computed in float and
/// rounded once.
final class BilinearResize {

    /// Of a letterbox's border; the convention of the YOLO family.
    static final byte GREY = 114;

    /// Filter taps of one axis: out sample `i` is `Σ weights[i][k] · in[first[i] + k]`.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Taps(int[] first, float[][] weights) {}

    private BilinearResize() {}

    /// @param chw uint8, shape `(channels, framing.sourceHeight(), framing.sourceWidth())`
    /// @return shape `(channels, framing.height(), framing.width())`
    static byte[] apply(byte[] chw, int channels, Framing framing) {
        int topEdge = Math.max(framing.top(), 0);
        int leftEdge = Math.max(framing.left(), 0);
        Taps rows = taps(framing.sourceHeight(), framing.scaledHeight(), framing.top(), framing.height());
        Taps columns = taps(framing.sourceWidth(), framing.scaledWidth(), framing.left(), framing.width());
        byte[] out = new byte[channels * framing.height() * framing.width()];
        Arrays.fill(out, GREY);
        float[] narrowed = new float[framing.sourceHeight() * columns.first().length];
        for (int c = 0; c < channels; c++) {
            int plane = c * framing.sourceHeight() * framing.sourceWidth();
            narrow(chw, plane, framing.sourceWidth(), columns, narrowed);
            for (int y = 0; y < rows.first().length; y++) {
                int row = (c * framing.height() + topEdge + y) * framing.width() + leftEdge;
                weigh(narrowed, columns.first().length, rows.first()[y], rows.weights()[y], out, row);
            }
        }
        return out;
    }

    /// The taps of those out samples that the window shows.
    private static Taps taps(int source, int scaled, int offset, int window) {
        int from = Math.max(-offset, 0);
        int end = Math.min(scaled, window - offset);
        double factor = (double) source / scaled;
        double radius = Math.max(factor, 1);
        int[] first = new int[end - from];
        float[][] weights = new float[end - from][];
        for (int i = 0; i < first.length; i++) {
            double centre = (from + i + 0.5) * factor;
            first[i] = Math.max(0, (int) Math.floor(centre - radius));
            int last = Math.min(source - 1, (int) Math.ceil(centre + radius) - 1);
            weights[i] = triangle(first[i], last, centre, radius);
        }
        return new Taps(first, weights);
    }

    private static float[] triangle(int first, int last, double centre, double radius) {
        double[] weights = new double[last - first + 1];
        double sum = 0;
        for (int k = 0; k < weights.length; k++) {
            weights[k] = Math.max(0, 1 - Math.abs(first + k + 0.5 - centre) / radius);
            sum += weights[k];
        }
        float[] normalised = new float[weights.length];
        for (int k = 0; k < weights.length; k++) {
            normalised[k] = (float) (weights[k] / sum);
        }
        return normalised;
    }

    private static void narrow(byte[] in, int plane, int width, Taps columns, float[] out) {
        int outWidth = columns.first().length;
        for (int y = 0; y < out.length / outWidth; y++) {
            int row = plane + y * width;
            for (int x = 0; x < outWidth; x++) {
                float[] weights = columns.weights()[x];
                int from = row + columns.first()[x];
                float sum = 0;
                for (int k = 0; k < weights.length; k++) {
                    sum += weights[k] * (in[from + k] & 0xff);
                }
                out[y * outWidth + x] = sum;
            }
        }
    }

    private static void weigh(float[] in, int width, int firstRow, float[] weights, byte[] out, int outRow) {
        for (int x = 0; x < width; x++) {
            float sum = 0;
            for (int k = 0; k < weights.length; k++) {
                sum += weights[k] * in[(firstRow + k) * width + x];
            }
            out[outRow + x] = (byte) Math.min(255, (int) (sum + 0.5f));
        }
    }
}
