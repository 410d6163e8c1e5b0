package io.espalier.datasets;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Square images that carry their number: in the first two red pixels, and all over green and blue.
record NumberedImages(int classes, int perClass, int extent) implements ImageDataset {

    @Override
    public int size() {
        return classes * perClass;
    }

    @Override
    public int channels() {
        return 3;
    }

    @Override
    public int height() {
        return extent;
    }

    @Override
    public int width() {
        return extent;
    }

    @Override
    public List<String> classNames() {
        return IntStream.range(0, classes).mapToObj(k -> "class-" + k).toList();
    }

    @Override
    public int label(int index) {
        return index / perClass;
    }

    @Override
    public void pixels(int index, byte[] chw) {
        int plane = extent * extent;
        new SplittableRandom(index).nextBytes(chw);
        chw[0] = (byte) (index / 256);
        chw[1] = (byte) (index % 256);
        for (int i = 0; i < plane; i++) {
            chw[plane + i] = (byte) (index / 250);
            chw[2 * plane + i] = (byte) (index % 250 + 1);
        }
    }

    @Override
    public String digest() {
        return "numbered";
    }

    @Override
    public void close() {}

    /// The image with `padding` black pixels on each side, shape `(3, h + 2 padding, w + 2 padding)`.
    float[] padded(int index, int padding) {
        byte[] chw = new byte[3 * extent * extent];
        pixels(index, chw);
        int wide = extent + 2 * padding;
        float[] out = new float[3 * wide * wide];
        for (int i = 0; i < chw.length; i++) {
            int c = i / (extent * extent);
            int y = i / extent % extent + padding;
            int x = i % extent + padding;
            out[(c * wide + y) * wide + x] = chw[i] & 0xff;
        }
        return out;
    }
}
