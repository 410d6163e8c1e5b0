package io.espalier.datasets;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Decoded images in the order in which they arrive, in a temporary file that vanishes with the process.
final class ImageSpool implements AutoCloseable {

    /// An image of the spool.
    ///
    /// @param path          file that it came from
    /// @param recordedLabel what the file said
    /// @param place         its number in the spool
    record Arrival(String path, int recordedLabel, int place) {}

    private final Path file;
    private final FileChannel channel;
    private final List<Arrival> arrivals = new ArrayList<>();
    private int height;
    private int width;

    ImageSpool(Path cacheDirectory) {
        file = cacheDirectory.resolve(UUID.randomUUID() + ".spool");
        try {
            Files.createDirectories(cacheDirectory);
            channel = FileChannel.open(
                    file,
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.DELETE_ON_CLOSE);
        } catch (IOException e) {
            throw DatasetFailure.cache(file, e);
        }
    }

    /// @throws PipelineException.Permanent `DATASET_INVALID` if the image's extent is not that of the first
    void add(String path, DecodedImage image) {
        if (arrivals.isEmpty()) {
            height = image.height();
            width = image.width();
        } else if (image.height() != height || image.width() != width) {
            throw DatasetFailure.invalid("images must have one size (width x height): '"
                    + arrivals.get(0).path() + "' has " + width + "x" + height + ", '" + path + "' has " + image.width()
                    + "x" + image.height());
        }
        ByteBuffer pixels = ByteBuffer.wrap(image.chw());
        try {
            while (pixels.hasRemaining()) {
                channel.write(pixels);
            }
        } catch (IOException e) {
            throw DatasetFailure.cache(file, e);
        }
        arrivals.add(new Arrival(path, image.label(), arrivals.size()));
    }

    List<Arrival> arrivals() {
        return arrivals;
    }

    int height() {
        return height;
    }

    int width() {
        return width;
    }

    int imageBytes() {
        return DecodedImage.CHANNELS * height * width;
    }

    /// @param chw shape `(imageBytes())`, filled with the pixels of the arrival
    void read(Arrival arrival, byte[] chw) throws IOException {
        ByteBuffer pixels = ByteBuffer.wrap(chw);
        long start = (long) arrival.place() * chw.length;
        while (pixels.hasRemaining() && channel.read(pixels, start + pixels.position()) >= 0) {}
        if (pixels.hasRemaining()) {
            throw new IOException("the spool ends early");
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw DatasetFailure.cache(file, e);
        }
    }
}
