package io.espalier.trainable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/// Tensors and a step count as bytes: a piece of a checkpoint.
///
/// Layout, big-endian: `int32` magic, modified UTF-8 kind, `int64` step, `int32` count, then for each tensor its name
/// in modified UTF-8, `int32` length and the float32 bits. Integrity is the checkpoint store's matter.
///
/// @param kind    what the tensors are of: a state of another kind is refused
/// @param step    updates done
/// @param tensors values by name, in order
record TensorState(String kind, long step, Map<String, float[]> tensors) {

    private static final int MAGIC = 0x45545331; // "ETS1"

    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(MAGIC);
            out.writeUTF(kind);
            out.writeLong(step);
            out.writeInt(tensors.size());
            for (Map.Entry<String, float[]> tensor : tensors.entrySet()) {
                out.writeUTF(tensor.getKey());
                out.writeInt(tensor.getValue().length);
                ByteBuffer floats = ByteBuffer.allocate(Math.multiplyExact(Float.BYTES, tensor.getValue().length));
                floats.asFloatBuffer().put(tensor.getValue());
                out.write(floats.array());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return bytes.toByteArray();
    }

    /// @throws IllegalArgumentException if the bytes are no state of this kind
    static TensorState parse(String kind, byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int magic = in.readInt();
            String found = magic == MAGIC ? in.readUTF() : "unknown";
            if (!found.equals(kind)) {
                throw new IllegalArgumentException("state must be of kind '" + kind + "', was '" + found + "'");
            }
            long step = in.readLong();
            Map<String, float[]> tensors = new LinkedHashMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                String name = in.readUTF();
                float[] values = new float[in.readInt()];
                ByteBuffer.wrap(in.readNBytes(Float.BYTES * values.length))
                        .asFloatBuffer()
                        .get(values);
                tensors.put(name, values);
            }
            return new TensorState(kind, step, tensors);
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException("not a state of kind '" + kind + "': " + e.getMessage(), e);
        }
    }
}
