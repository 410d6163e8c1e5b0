package io.espalier.datasets;

import java.util.List;

/// One image that has a mask or boxes as well as pixels.
@SuppressWarnings("ArrayRecordComponent") // never compared
record AnnotatedImages(AnnotationKind kind, byte[] chw, byte[] hw, BoxList boxes, int height, int width)
        implements ImageDataset {

    static AnnotatedImages masked(byte[] chw, byte[] hw, int height, int width) {
        return new AnnotatedImages(AnnotationKind.MASKS, chw, hw, BoxList.EMPTY, height, width);
    }

    static AnnotatedImages boxed(byte[] chw, BoxList boxes, int height, int width) {
        return new AnnotatedImages(AnnotationKind.BOXES, chw, new byte[0], boxes, height, width);
    }

    @Override
    public int size() {
        return 1;
    }

    @Override
    public int channels() {
        return 3;
    }

    @Override
    public List<String> classNames() {
        return List.of("a", "b");
    }

    @Override
    public Annotation annotation(int index) {
        return kind == AnnotationKind.MASKS ? new Annotation.ClassMask(hw) : new Annotation.Objects(boxes);
    }

    @Override
    public int label(int index) {
        throw new IllegalStateException();
    }

    @Override
    public void mask(int index, byte[] target) {
        System.arraycopy(hw, 0, target, 0, hw.length);
    }

    @Override
    public void pixels(int index, byte[] target) {
        System.arraycopy(chw, 0, target, 0, chw.length);
    }

    @Override
    public String digest() {
        return "";
    }

    @Override
    public void close() {}
}
