package io.espalier.datasets;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Decoded images and masks in the order in which they arrive, in a temporary file that vanishes with the process.
final class ImageSpool implements AutoCloseable {

    /// An image or a mask of the spool.
    ///
    /// @param path          file that it came from
    /// @param recordedLabel what the file said
    /// @param framing       how it was brought to its extent
    /// @param offset        of its first byte
    record Arrival(String path, int recordedLabel, Framing framing, long offset) {}

    private final Path file;
    private final FileChannel channel;
    private final List<Arrival> arrivals = new ArrayList<>();
    private final Map<String, Arrival> masks = new HashMap<>();
    private long bytes;

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
        Framing framing = image.framing();
        if (!image.isMask() && !arrivals.isEmpty()) {
            requireExtent(path, framing);
        }
        ByteBuffer samples = ByteBuffer.wrap(image.samples());
        try {
            while (samples.hasRemaining()) {
                channel.write(samples);
            }
        } catch (IOException e) {
            throw DatasetFailure.cache(file, e);
        }
        Arrival arrival = new Arrival(path, image.label(), framing, bytes);
        if (image.isMask()) {
            masks.put(path, arrival);
        } else {
            arrivals.add(arrival);
        }
        bytes += image.samples().length;
    }

    private void requireExtent(String path, Framing framing) {
        if (framing.height() != height() || framing.width() != width()) {
            throw DatasetFailure.invalid("images must have one size (width x height): '"
                    + arrivals.get(0).path() + "' has " + width() + "x" + height() + ", '" + path + "' has "
                    + framing.width() + "x" + framing.height() + "; data.preprocessing.resize brings them to one");
        }
    }

    /// Images, in the order of their arrival.
    List<Arrival> arrivals() {
        return arrivals;
    }

    /// Masks by path.
    Map<String, Arrival> masks() {
        return masks;
    }

    int height() {
        return arrivals.get(0).framing().height();
    }

    int width() {
        return arrivals.get(0).framing().width();
    }

    int imageBytes() {
        return DecodedImage.CHANNELS * height() * width();
    }

    /// @param samples as long as the arrival, filled with it
    void read(Arrival arrival, byte[] samples) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(samples);
        while (buffer.hasRemaining() && channel.read(buffer, arrival.offset() + buffer.position()) >= 0) {}
        if (buffer.hasRemaining()) {
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
