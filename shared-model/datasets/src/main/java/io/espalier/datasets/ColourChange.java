package io.espalier.datasets;

/// Changes the colours of images in place, without allocating. Not thread-safe.
final class ColourChange {

    private final float[] levels = new float[256];

    /// @param chw uint8, shape `(3, plane)`
    void apply(ColourJitter jitter, byte[] chw) {
        int plane = chw.length / 3;
        for (int p = 0; p < levels.length; p++) {
            levels[p] = cut(jitter.brightness() * p);
        }
        float mean = ColourJitter.grey(mean(chw, 0, plane), mean(chw, plane, plane), mean(chw, 2 * plane, plane));
        for (int p = 0; p < levels.length; p++) {
            levels[p] = cut(jitter.contrast() * levels[p] + (1 - jitter.contrast()) * mean);
        }
        saturate(chw, plane, jitter.saturation());
    }

    private float mean(byte[] chw, int start, int length) {
        double sum = 0;
        for (int i = start; i < start + length; i++) {
            sum += levels[chw[i] & 0xff];
        }
        return (float) (sum / length);
    }

    private void saturate(byte[] chw, int plane, float saturation) {
        for (int i = 0; i < plane; i++) {
            float red = levels[chw[i] & 0xff];
            float green = levels[chw[plane + i] & 0xff];
            float blue = levels[chw[2 * plane + i] & 0xff];
            float rest = (1 - saturation) * ColourJitter.grey(red, green, blue);
            chw[i] = round(saturation * red + rest);
            chw[plane + i] = round(saturation * green + rest);
            chw[2 * plane + i] = round(saturation * blue + rest);
        }
    }

    private static byte round(float value) {
        return (byte) (cut(value) + 0.5f);
    }

    private static float cut(float value) {
        return Math.min(255, Math.max(0, value));
    }
}
