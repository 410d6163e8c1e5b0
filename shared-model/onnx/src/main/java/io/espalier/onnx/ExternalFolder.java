package io.espalier.onnx;

import io.espalier.onnx.proto.StringStringEntryProto;
import io.espalier.onnx.proto.TensorProto;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// Loads external tensor data from the folder of the model file and from nowhere else: a location that leaves it, by
/// `..`, an absolute path or a symbolic link, is refused.
///
/// Source: ONNX external data, keys `location`, `offset`, `length`.
final class ExternalFolder implements ExternalTensors {

    private final Path folder;

    ExternalFolder(Path folder) {
        this.folder = folder;
    }

    @Override
    public byte[] read(TensorProto tensor, String label, long sizeBytes) {
        Path file = file(entry(tensor, "location", ""), label);
        long offset = number(tensor, "offset", 0, label);
        long length = number(tensor, "length", sizeBytes, label);
        if (sizeBytes > Integer.MAX_VALUE) {
            throw Invalid.model(label + ": a tensor must be smaller than 2 GiB, was " + sizeBytes + " bytes");
        }
        if (length != sizeBytes) {
            throw Invalid.model(label + ": length of the external data must be " + sizeBytes + ", was " + length);
        }
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            if (offset < 0 || offset > channel.size() - length) {
                throw Invalid.model(label + ": bytes " + offset + " to " + (offset + length) + " are past the end of '"
                        + file.getFileName() + "', which has " + channel.size());
            }
            return bytes(channel.position(offset), length);
        } catch (IOException e) {
            throw Invalid.model(label + ": '" + file.getFileName() + "' cannot be read: " + e.getMessage());
        }
    }

    private static byte[] bytes(SeekableByteChannel channel, long length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(length));
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
            // a channel may give fewer bytes than asked for
        }
        return Tensor.bytes(bytes);
    }

    private Path file(String location, String label) {
        try {
            Path root = folder.toRealPath();
            Path file = root.resolve(location).toRealPath();
            if (!location.isEmpty() && file.startsWith(root) && Files.isRegularFile(file)) {
                return file;
            }
        } catch (IOException | InvalidPathException e) {
            throw Invalid.model(label + ": its external data file '" + location + "' is not beside the model");
        }
        throw Invalid.model(label + ": its external data '" + location + "' must be a file in the model's own folder");
    }

    private static long number(TensorProto tensor, String key, long byDefault, String label) {
        String text = entry(tensor, key, Long.toString(byDefault));
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw Invalid.model(label + ": external data '" + key + "' must be a number, was '" + text + "'");
        }
    }

    private static String entry(TensorProto tensor, String key, String byDefault) {
        return tensor.getExternalDataList().stream()
                .filter(entry -> entry.getKey().equals(key))
                .map(StringStringEntryProto::getValue)
                .findFirst()
                .orElse(byDefault);
    }
}
