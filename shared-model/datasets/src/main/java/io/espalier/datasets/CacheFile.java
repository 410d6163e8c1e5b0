package io.espalier.datasets;

import io.espalier.contracts.Sha256;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The stored form of a decoded split, all numbers big-endian:
///
/// ```
/// 8 bytes          magic "ESPIMG01"
/// 4 × 4 bytes      n, c, h, w
/// 4 bytes, names   number of classes, then each name as length and modified UTF-8
/// n × 4 bytes      labels
/// n·c·h·w bytes    pixels
/// 32 bytes         SHA-256 of everything before
/// ```
final class CacheFile {

    private static final long MAGIC = 0x455350494d473031L; // "ESPIMG01"
    private static final int DIGEST_BYTES = 32;
    private static final int BUFFER_BYTES = 1 << 18;

    private CacheFile() {}

    /// Writes the spooled images in the layout's order; `target` is never seen half-written.
    static void write(Path target, Layout layout, ImageSpool spool) {
        Path part = target.resolveSibling(UUID.randomUUID() + ".part");
        try {
            try {
                MessageDigest digest = Sha256.digest();
                try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(part), BUFFER_BYTES)) {
                    DataOutputStream out = new DataOutputStream(new DigestOutputStream(file, digest));
                    writeContent(out, layout, spool);
                    out.flush();
                    file.write(digest.digest());
                }
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw DatasetFailure.cache(target, e);
        }
    }

    private static void writeContent(DataOutputStream out, Layout layout, ImageSpool spool) throws IOException {
        List<ImageSpool.Arrival> ordered = new ArrayList<>(spool.arrivals());
        ordered.sort(Comparator.comparing(ImageSpool.Arrival::path, layout.order())); // stable within a file
        out.writeLong(MAGIC);
        out.writeInt(ordered.size());
        out.writeInt(DecodedImage.CHANNELS);
        out.writeInt(spool.height());
        out.writeInt(spool.width());
        out.writeInt(layout.classNames().size());
        for (String name : layout.classNames()) {
            out.writeUTF(name);
        }
        for (ImageSpool.Arrival image : ordered) {
            out.writeInt(layout.label(image.path(), image.recordedLabel()));
        }
        byte[] pixels = new byte[spool.imageBytes()];
        for (ImageSpool.Arrival image : ordered) {
            spool.read(image, pixels);
            out.write(pixels);
        }
    }

    /// The images in `file`, or nothing if it is absent or a byte of it is missing, added or changed.
    static Optional<ImageDataset> open(Path file) {
        MessageDigest digest = Sha256.digest();
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
                DataInputStream in = new DataInputStream(new DigestInputStream(bytes, digest))) {
            long sizeBytes = Files.size(file);
            ImageHeader header = ImageHeader.read(in, MAGIC, sizeBytes - DIGEST_BYTES);
            readThrough(in, header.pixelBytes());
            byte[] found = digest.digest();
            byte[] announced = bytes.readNBytes(DIGEST_BYTES);
            if (!Arrays.equals(found, announced)) {
                return Optional.empty();
            }
            long pixelsStart = sizeBytes - DIGEST_BYTES - header.pixelBytes();
            return Optional.of(
                    MappedImages.map(file, header, pixelsStart, HexFormat.of().formatHex(found)));
        } catch (IOException absentOrDamaged) {
            return Optional.empty();
        }
    }

    /// Reads `count` bytes into the digest; skipping would pass them by.
    private static void readThrough(InputStream in, long count) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (long left = count; left > 0; ) {
            int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (read < 0) {
                throw new EOFException();
            }
            left -= read;
        }
    }
}
