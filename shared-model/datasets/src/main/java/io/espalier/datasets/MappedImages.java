package io.espalier.datasets;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;

/// A decoded split, its pixels mapped from the cache file. The mapping goes when this is collected.
final class MappedImages implements ImageDataset {

    private final ImageHeader header;
    private final String digest;
    private final int imagesPerSegment;
    private final ByteBuffer[] segments; // a mapping holds at most 2 GiB; each holds whole images

    private MappedImages(ImageHeader header, String digest, int imagesPerSegment, ByteBuffer[] segments) {
        this.header = header;
        this.digest = digest;
        this.imagesPerSegment = imagesPerSegment;
        this.segments = segments;
    }

    static MappedImages map(Path file, ImageHeader header, long pixelsStart, String digest) throws IOException {
        return map(file, header, pixelsStart, digest, Integer.MAX_VALUE);
    }

    static MappedImages map(Path file, ImageHeader header, long pixelsStart, String digest, int maxSegmentBytes)
            throws IOException {
        int imagesPerSegment = maxSegmentBytes / header.imageBytes();
        long segmentBytes = (long) imagesPerSegment * header.imageBytes();
        ByteBuffer[] segments = new ByteBuffer[Math.ceilDiv(header.size(), imagesPerSegment)];
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            for (int s = 0; s < segments.length; s++) {
                long offset = s * segmentBytes;
                long length = Math.min(segmentBytes, header.pixelBytes() - offset);
                segments[s] = channel.map(FileChannel.MapMode.READ_ONLY, pixelsStart + offset, length);
            }
        }
        return new MappedImages(header, digest, imagesPerSegment, segments);
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
    public int label(int index) {
        return header.labels()[index];
    }

    @Override
    public void pixels(int index, byte[] chw) {
        Objects.checkIndex(index, header.size());
        int place = index % imagesPerSegment * header.imageBytes();
        segments[index / imagesPerSegment].get(place, chw, 0, header.imageBytes());
    }

    @Override
    public String digest() {
        return digest;
    }

    @Override
    public void close() {}
}
