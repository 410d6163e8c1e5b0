package io.espalier.datasets;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.List;

/// Everything in a cache file but the pixels.
///
/// @param size       number of images
/// @param channels   colour channels
/// @param height     rows of pixels
/// @param width      columns of pixels
/// @param classNames names by label
/// @param labels     shape `(size)`
@SuppressWarnings("ArrayRecordComponent") // private to this package, never compared
record ImageHeader(int size, int channels, int height, int width, List<String> classNames, int[] labels) {

    int imageBytes() {
        return channels * height * width;
    }

    long pixelBytes() {
        return (long) size * imageBytes();
    }

    /// @param limit length of the file's content: no count in it can be larger
    /// @throws IOException if this is not a whole header
    static ImageHeader read(DataInputStream in, long magic, long limit) throws IOException {
        if (in.readLong() != magic) {
            throw new IOException("not a cache file");
        }
        int size = count(in, limit);
        int channels = count(in, limit);
        int height = count(in, limit);
        int width = count(in, limit);
        String[] classNames = new String[count(in, limit)];
        for (int k = 0; k < classNames.length; k++) {
            classNames[k] = in.readUTF();
        }
        int[] labels = new int[size];
        for (int i = 0; i < size; i++) {
            labels[i] = in.readInt();
        }
        return new ImageHeader(size, channels, height, width, List.of(classNames), labels);
    }

    private static int count(DataInputStream in, long limit) throws IOException {
        int count = in.readInt();
        if (count < 1 || count > limit) {
            throw new IOException("count out of range: " + count);
        }
        return count;
    }
}
