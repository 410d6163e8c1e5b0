package io.espalier.smart.training;

import io.espalier.datasets.ImageDataset;
import java.util.List;
import java.util.Random;

/// Images of 8 × 8 pixels in memory: noise with one bright row a class, so that a tiny network can learn them.
final class Stripes implements ImageDataset {

    static final int CLASSES = 4;

    private final byte[][] pixels;

    Stripes(int size, long seed) {
        Random random = new Random(seed);
        pixels = new byte[size][3 * 64];
        for (int i = 0; i < size; i++) {
            random.nextBytes(pixels[i]);
            for (int p = 0; p < pixels[i].length; p++) {
                boolean bright = p % 64 / 16 == label(i);
                pixels[i][p] = (byte) ((pixels[i][p] & 0x7F) + (bright ? 100 : 0));
            }
        }
    }

    @Override
    public int size() {
        return pixels.length;
    }

    @Override
    public int channels() {
        return 3;
    }

    @Override
    public int height() {
        return 8;
    }

    @Override
    public int width() {
        return 8;
    }

    @Override
    public List<String> classNames() {
        return List.of("first", "second", "third", "fourth");
    }

    @Override
    public int label(int index) {
        return index * CLASSES / pixels.length;
    }

    @Override
    public void pixels(int index, byte[] chw) {
        System.arraycopy(pixels[index], 0, chw, 0, chw.length);
    }

    @Override
    public String digest() {
        return "stripes";
    }

    @Override
    public void close() {}
}
