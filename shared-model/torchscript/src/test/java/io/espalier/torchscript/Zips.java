package io.espalier.torchscript;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Archives taken apart and put together again, compressed.
final class Zips {

    private Zips() {}

    static Map<String, byte[]> entries(byte[] file) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        ZipArchive archive = new ZipArchive(file);
        archive.names().forEach(name -> entries.put(name, archive.read(name)));
        return entries;
    }

    static byte[] zip(Map<String, byte[]> entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /// Of an archive of one entry: its size as the zip64 field of the directory, which is added, states it.
    static byte[] withSizeOfFirst(byte[] zip, long size) {
        ByteBuffer old = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        int end = zip.length - 22;
        int central = old.getInt(end + 16);
        int extra = central + 46 + old.getShort(central + 28);
        ByteBuffer wide = ByteBuffer.allocate(zip.length + 12).order(ByteOrder.LITTLE_ENDIAN);
        wide.put(zip, 0, extra).putShort((short) 1).putShort((short) 8).putLong(size);
        wide.put(zip, extra, zip.length - extra);
        wide.putInt(central + 24, -1).putShort(central + 30, (short) 12);
        return wide.array();
    }
}
