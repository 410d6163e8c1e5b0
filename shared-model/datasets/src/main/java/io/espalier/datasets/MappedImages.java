package io.espalier.datasets;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;

/// A decoded split, its pixels and masks mapped from the cache file.
final class MappedImages implements ImageDataset {

    private final ImageHeader header;
    private final String digest;
    private final MappedRecords pixels;
    private final MappedRecords masks; // none unless the split has masks

    private MappedImages(ImageHeader header, String digest, MappedRecords pixels, MappedRecords masks) {
        this.header = header;
        this.digest = digest;
        this.pixels = pixels;
        this.masks = masks;
    }

    static MappedImages map(Path file, ImageHeader header, long pixelsStart, String digest) throws IOException {
        return map(file, header, pixelsStart, digest, Integer.MAX_VALUE);
    }

    static MappedImages map(Path file, ImageHeader header, long pixelsStart, String digest, int maxSegmentBytes)
            throws IOException {
        int maskBytes = header.height() * header.width();
        int masked = header.maskBytes() == 0 ? 0 : header.size();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            MappedRecords pixels =
                    MappedRecords.map(channel, pixelsStart, header.size(), header.imageBytes(), maxSegmentBytes);
            long masksStart = pixelsStart + header.pixelBytes();
            return new MappedImages(
                    header, digest, pixels, MappedRecords.map(channel, masksStart, masked, maskBytes, maxSegmentBytes));
        }
    }

    @Override
    public int size() {
        return header.size();
    }

    @Override
    public int channels() {
        return header.channels();
    }

    @Override
    public int height() {
        return header.height();
    }

    @Override
    public int width() {
        return header.width();
    }

    @Override
    public List<String> classNames() {
        return header.classNames();
    }

    @Override
    public DecodeReport report() {
        return header.report();
    }

    @Override
    public AnnotationKind kind() {
        return header.shown().kind();
    }

    @Override
    public Annotation annotation(int index) {
        return switch (kind()) {
            case LABELS -> new Annotation.ClassLabel(label(index));
            case MASKS -> {
                byte[] mask = new byte[height() * width()];
                mask(index, mask);
                yield new Annotation.ClassMask(mask);
            }
            case BOXES -> new Annotation.Objects(header.shown().boxes().get(index));
            case NONE -> new Annotation.Unlabelled();
        };
    }

    @Override
    public int label(int index) {
        require(AnnotationKind.LABELS);
        return header.shown().labels()[index];
    }

    @Override
    public void mask(int index, byte[] hw) {
        require(AnnotationKind.MASKS);
        masks.get(Objects.checkIndex(index, header.size()), hw);
    }

    private void require(AnnotationKind kind) {
        if (kind() != kind) {
            throw new IllegalStateException("the data set has no " + kind + ", but " + kind());
        }
    }

    @Override
    public void pixels(int index, byte[] chw) {
        pixels.get(Objects.checkIndex(index, header.size()), chw);
    }

    @Override
    public String digest() {
        return digest;
    }

    @Override
    public void close() {}
}
