package io.espalier.cli.bench.accuracy;

import io.espalier.contracts.Sha256;
import io.espalier.datasets.Annotation;
import io.espalier.datasets.AnnotationKind;
import io.espalier.datasets.DecodeReport;
import io.espalier.datasets.ImageDataset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Every so many images of a data set: image `i` is number `⌊i · all / size⌋`. Where images are ordered by
/// class, each class keeps its share.
final class EvenSubset implements ImageDataset {

    private final ImageDataset all;
    private final int size;

    private EvenSubset(ImageDataset all, int size) {
        this.all = all;
        this.size = size;
    }

    /// @param size images, or 0 for all of them; `all` itself if it has no more
    static ImageDataset of(ImageDataset all, int size) {
        return size == 0 || size >= all.size() ? all : new EvenSubset(all, size);
    }

    private int at(int index) {
        return (int) ((long) index * all.size() / size);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public int channels() {
        return all.channels();
    }

    @Override
    public int height() {
        return all.height();
    }

    @Override
    public int width() {
        return all.width();
    }

    @Override
    public List<String> classNames() {
        return all.classNames();
    }

    @Override
    public DecodeReport report() {
        return all.report();
    }

    @Override
    public AnnotationKind kind() {
        return all.kind();
    }

    @Override
    public Annotation annotation(int index) {
        return all.annotation(at(index));
    }

    @Override
    public int label(int index) {
        return all.label(at(index));
    }

    @Override
    public void mask(int index, byte[] hw) {
        all.mask(at(index), hw);
    }

    @Override
    public void pixels(int index, byte[] chw) {
        all.pixels(at(index), chw);
    }

    @Override
    public String digest() {
        return Sha256.hex((all.digest() + " every " + size).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        all.close();
    }
}
