package io.espalier.trainable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// A TorchScript file: methods as text, in the container that libtorch loads from a stream.
///
/// The container is a zip whose entries are all stored, under one top folder: `code/__torch__.py` (the class with its
/// methods), `data.pkl` (a pickled instance of that class), `constants.pkl` (the empty tuple) and `version`.
///
/// Source: PyTorch 2.7, `torch/csrc/jit/docs/serialization.md`; pickle protocol 2.
final class ScriptArchive {

    private static final String FOLDER = "espalier/";

    /// Newest file format of libtorch 2.7 (`kMaxSupportedFileFormatVersion`): operators mean what they mean today.
    private static final String FORMAT_VERSION = "10\n";

    /// PROTO 2, EMPTY_TUPLE, STOP.
    private static final byte[] NO_CONSTANTS = {(byte) 0x80, 2, ')', '.'};

    private ScriptArchive() {}

    /// Packs methods into a module without attributes of its own; all tensors are arguments.
    ///
    /// @param methods TorchScript method definitions, each `def name(self, …):` at column 0
    /// @return the bytes of a file that `torch.jit.load` accepts
    static byte[] of(String methods) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            store(zip, "data.pkl", instance());
            store(zip, "code/__torch__.py", code(methods).getBytes(StandardCharsets.UTF_8));
            store(zip, "constants.pkl", NO_CONSTANTS);
            store(zip, "version", FORMAT_VERSION.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return bytes.toByteArray();
    }

    private static String code(String methods) {
        String header = "class Model(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n";
        return header + methods.indent(2);
    }

    /// `Model.__new__(Model)` with the state `{"training": True}`.
    private static byte[] instance() throws IOException {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.write(new byte[] {(byte) 0x80, 2}); // PROTO 2
        pickle.write("c__torch__\nModel\n".getBytes(StandardCharsets.US_ASCII)); // GLOBAL
        pickle.write(")\u0081}".getBytes(StandardCharsets.ISO_8859_1)); // EMPTY_TUPLE, NEWOBJ, EMPTY_DICT
        pickle.write(new byte[] {'X', 8, 0, 0, 0}); // BINUNICODE of 8 bytes
        pickle.write("training".getBytes(StandardCharsets.US_ASCII));
        pickle.write(new byte[] {(byte) 0x88, 's', 'b', '.'}); // NEWTRUE, SETITEM, BUILD, STOP
        return pickle.toByteArray();
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry(FOLDER + name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
