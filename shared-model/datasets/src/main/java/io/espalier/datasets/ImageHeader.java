package io.espalier.datasets;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;

/// Everything in a cache file but what is mapped: pixels and masks.
///
/// @param size       number of images
/// @param channels   colour channels
/// @param height     rows of pixels
/// @param width      columns of pixels
/// @param report     what was left out
/// @param classNames names by class index
/// @param shown      what the images show; nothing per image for masks, which are mapped
record ImageHeader(
        int size, int channels, int height, int width, DecodeReport report, List<String> classNames, Shown shown) {

    int imageBytes() {
        return channels * height * width;
    }

    long pixelBytes() {
        return (long) size * imageBytes();
    }

    /// 0 without masks.
    long maskBytes() {
        return shown.kind() == AnnotationKind.MASKS ? (long) size * height * width : 0;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(size);
        out.writeInt(channels);
        out.writeInt(height);
        out.writeInt(width);
        out.writeInt(report.corrupt());
        out.writeInt(report.droppedBoxes());
        writeNames(out, report.firstCorrupt());
        writeNames(out, classNames);
        shown.write(out);
    }

    /// @param limit length of the file's content: no count in it can be larger
    /// @throws IOException if this is not a whole header
    static ImageHeader read(DataInputStream in, long limit) throws IOException {
        int size = count(in, 1, limit);
        int channels = count(in, 1, limit);
        int height = count(in, 1, limit);
        int width = count(in, 1, limit);
        int corrupt = in.readInt();
        int droppedBoxes = in.readInt();
        DecodeReport report = new DecodeReport(corrupt, readNames(in, limit), droppedBoxes);
        return new ImageHeader(
                size, channels, height, width, report, readNames(in, limit), Shown.read(in, size, limit));
    }

    private static void writeNames(DataOutputStream out, List<String> names) throws IOException {
        out.writeInt(names.size());
        for (String name : names) {
            out.writeUTF(name);
        }
    }

    private static List<String> readNames(DataInputStream in, long limit) throws IOException {
        String[] names = new String[count(in, 0, limit)];
        for (int k = 0; k < names.length; k++) {
            names[k] = in.readUTF();
        }
        return List.of(names);
    }

    static int count(DataInputStream in, int least, long limit) throws IOException {
        int count = in.readInt();
        if (count < least || count > limit) {
            throw new IOException("count out of range: " + count);
        }
        return count;
    }
}
