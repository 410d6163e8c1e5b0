package io.espalier.torchscript;

import io.espalier.onnx.Invalid;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// The entries of a zip file that is held in memory, found through its central directory.
///
/// Source: PKWARE APPNOTE 6.3.10, sections 4.3 and 4.5.3 (zip64). Torch writes zip64 and entries without sizes in
/// their local headers, which a reader of streams cannot follow.
final class ZipArchive {

    private static final int END = 0x06054b50;
    private static final int END_LENGTH = 22;
    private static final int END64 = 0x06064b50;
    private static final int LOCATOR64 = 0x07064b50;
    private static final int LOCATOR_LENGTH = 20;
    private static final int CENTRAL = 0x02014b50;
    private static final int LOCAL = 0x04034b50;
    private static final int EXTRA64 = 1;
    private static final long UNKNOWN = 0xFFFFFFFFL;

    /// Torch compresses source text only; tensors are stored as they are. More is a bomb.
    private static final long LARGEST_INFLATED = 64L << 20;

    private record Entry(int method, long crc, long compressed, long size, long offset) {}

    private final ByteBuffer file;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /// @throws io.espalier.contracts.PipelineException.Permanent MODEL_NOT_ONNX if there is no whole central
    ///     directory
    ZipArchive(byte[] bytes) {
        file = ByteBuffer.wrap(bytes).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
        try {
            readDirectory();
        } catch (BufferUnderflowException
                | IndexOutOfBoundsException
                | ArithmeticException
                | IllegalArgumentException e) {
            throw cutOff("its directory is damaged");
        }
    }

    Set<String> names() {
        return entries.keySet();
    }

    /// The bytes of an entry, checked against their CRC-32.
    ///
    /// @throws io.espalier.contracts.PipelineException.Permanent MODEL_NOT_ONNX if it is absent, cut off or damaged
    byte[] read(String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw cutOff("it has no entry '" + name + "'");
        }
        byte[] bytes;
        try {
            bytes = content(name, entry);
        } catch (BufferUnderflowException | IndexOutOfBoundsException | ArithmeticException | DataFormatException e) {
            throw cutOff("its entry '" + name + "' is not whole");
        }
        CRC32 crc = new CRC32();
        crc.update(bytes);
        if (crc.getValue() != entry.crc) {
            throw cutOff("its entry '" + name + "' does not have the CRC-32 that its directory states");
        }
        return bytes;
    }

    private byte[] content(String name, Entry entry) throws DataFormatException {
        int header = Math.toIntExact(entry.offset);
        if (file.getInt(header) != LOCAL) {
            throw cutOff("its entry '" + name + "' is not where its directory says");
        }
        int data = header + 30 + unsigned(header + 26) + unsigned(header + 28);
        byte[] stored = bytes(data, Math.toIntExact(entry.compressed));
        return switch (entry.method) {
            case 0 -> stored;
            case 8 -> inflate(stored, entry.size, name);
            default ->
                throw cutOff("its entry '" + name + "' has compression method " + entry.method
                        + "; allowed are 0 (stored) and 8 (deflated)");
        };
    }

    private static byte[] inflate(byte[] stored, long size, String name) throws DataFormatException {
        if (size < 0 || size > LARGEST_INFLATED) {
            throw cutOff("its compressed entry '" + name + "' states " + size + " bytes; at most " + LARGEST_INFLATED
                    + " are allowed");
        }
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(stored);
            byte[] bytes = new byte[(int) size];
            int count = 0;
            for (int more = 1; more > 0 && count < bytes.length; count += more) {
                more = inflater.inflate(bytes, count, bytes.length - count);
            }
            return Arrays.copyOf(bytes, count);
        } finally {
            inflater.end();
        }
    }

    private void readDirectory() {
        int end = end();
        long count = unsigned(end + 10);
        long position = file.getInt(end + 16) & UNKNOWN;
        int locator = end - LOCATOR_LENGTH;
        if (locator >= 0 && file.getInt(locator) == LOCATOR64) {
            int end64 = Math.toIntExact(file.getLong(locator + 8));
            if (file.getInt(end64) != END64) {
                throw new IllegalArgumentException("no zip64 end record");
            }
            count = file.getLong(end64 + 32);
            position = file.getLong(end64 + 48);
        }
        int at = Math.toIntExact(position);
        for (long i = 0; i < count; i++) {
            at = readHeader(at);
        }
    }

    private int end() {
        int first = Math.max(0, file.capacity() - END_LENGTH - 0xFFFF);
        for (int at = file.capacity() - END_LENGTH; at >= first; at--) {
            if (file.getInt(at) == END) {
                return at;
            }
        }
        throw cutOff("it has no directory at its end");
    }

    private int readHeader(int at) {
        if (file.getInt(at) != CENTRAL) {
            throw new IllegalArgumentException("no central header");
        }
        int nameLength = unsigned(at + 28);
        int extraLength = unsigned(at + 30);
        String name = new String(bytes(at + 46, nameLength), StandardCharsets.UTF_8);
        long[] sizes = {file.getInt(at + 24) & UNKNOWN, file.getInt(at + 20) & UNKNOWN, file.getInt(at + 42) & UNKNOWN};
        widen(sizes, at + 46 + nameLength, extraLength);
        entries.put(name, new Entry(unsigned(at + 10), file.getInt(at + 16) & UNKNOWN, sizes[1], sizes[0], sizes[2]));
        return at + 46 + nameLength + extraLength + unsigned(at + 32);
    }

    /// Puts the 64-bit values of the zip64 field where the header holds 0xFFFFFFFF.
    private void widen(long[] sizes, int extra, int length) {
        for (int at = extra; at + 4 <= extra + length; at += 4 + unsigned(at + 2)) {
            if (unsigned(at) == EXTRA64) {
                int next = at + 4;
                for (int i = 0; i < sizes.length; i++) {
                    if (sizes[i] == UNKNOWN) {
                        sizes[i] = file.getLong(next);
                        next += 8;
                    }
                }
            }
        }
    }

    private int unsigned(int at) {
        return file.getShort(at) & 0xFFFF;
    }

    private byte[] bytes(int at, int length) {
        if (length < 0 || at < 0 || at > file.capacity() - length) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        file.get(at, bytes);
        return bytes;
    }

    private static RuntimeException cutOff(String why) {
        return Invalid.notOnnx("The file is a zip archive, but not a whole TorchScript file: " + why
                + "; save the module again with torch.jit.save");
    }
}
