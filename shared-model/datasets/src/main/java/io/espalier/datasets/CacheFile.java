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
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The stored form of a decoded split, all numbers big-endian:
///
/// ```
/// 8 bytes          magic "ESPIMG02"
/// 4 × 4 bytes      n, c, h, w
/// 2 × 4 bytes      corrupt images, dropped boxes
/// 4 bytes, names   number of corrupt images named, then each path as length and modified UTF-8
/// 4 bytes, names   number of classes, then each name likewise
/// 1 byte, …        kind of annotation, then labels or boxes, see Shown
/// n·c·h·w bytes    pixels
/// n·h·w bytes      masks, if that is the kind
/// 32 bytes         SHA-256 of everything before
/// ```
final class CacheFile {

    private static final long MAGIC = 0x455350494d473032L; // "ESPIMG02"
    private static final int DIGEST_BYTES = 32;
    private static final int BUFFER_BYTES = 1 << 18;

    private CacheFile() {}

    /// Writes the examples in their order; `target` is never seen half-written.
    static void write(Path target, ImageHeader header, List<Example> examples, ImageSpool spool) {
        Path part = target.resolveSibling(UUID.randomUUID() + ".part");
        try {
            try {
                MessageDigest digest = Sha256.digest();
                try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(part), BUFFER_BYTES)) {
                    DataOutputStream out = new DataOutputStream(new DigestOutputStream(file, digest));
                    out.writeLong(MAGIC);
                    header.write(out);
                    writeMapped(out, header, examples, spool);
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

    private static void writeMapped(DataOutputStream out, ImageHeader header, List<Example> examples, ImageSpool spool)
            throws IOException {
        byte[] pixels = new byte[header.imageBytes()];
        for (Example example : examples) {
            spool.read(example.image(), pixels);
            out.write(pixels);
        }
        byte[] classes = new byte[header.height() * header.width()];
        for (Example example : examples) {
            ImageSpool.@Nullable Arrival mask = example.mask();
            if (mask != null) {
                spool.read(mask, classes);
                out.write(classes);
            }
        }
    }

    /// The images in `file`, or nothing if it is absent or a byte of it is missing, added or changed.
    static Optional<ImageDataset> open(Path file) {
        MessageDigest digest = Sha256.digest();
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
                DataInputStream in = new DataInputStream(new DigestInputStream(bytes, digest))) {
            long sizeBytes = Files.size(file);
            if (in.readLong() != MAGIC) {
                return Optional.empty();
            }
            ImageHeader header = ImageHeader.read(in, sizeBytes - DIGEST_BYTES);
            readThrough(in, header.pixelBytes() + header.maskBytes());
            byte[] found = digest.digest();
            byte[] announced = bytes.readNBytes(DIGEST_BYTES);
            if (!Arrays.equals(found, announced)) {
                return Optional.empty();
            }
            long pixelsStart = sizeBytes - DIGEST_BYTES - header.pixelBytes() - header.maskBytes();
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
