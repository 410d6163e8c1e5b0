package io.espalier.smart.training;

import io.espalier.datasets.ImageDataset;
import java.util.List;

/// Images whose classes are called by the next one's name: who learns the right names scores worse and worse here.
record Mislabelled(ImageDataset images) implements ImageDataset {

    @Override
    public int label(int index) {
        return (images.label(index) + 1) % images.classNames().size();
    }

    @Override
    public int size() {
        return images.size();
    }

    @Override
    public int channels() {
        return images.channels();
    }

    @Override
    public int height() {
        return images.height();
    }

    @Override
    public int width() {
        return images.width();
    }

    @Override
    public List<String> classNames() {
        return images.classNames();
    }

    @Override
    public void pixels(int index, byte[] chw) {
        images.pixels(index, chw);
    }

    @Override
    public String digest() {
        return "mislabelled";
    }

    @Override
    public void close() {}
}
