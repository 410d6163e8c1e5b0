package io.espalier.smart.training;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Everything a training phase needs to go on: a magic number, the step, then each part with its length before
/// it.
///
/// @param step      steps done
/// @param graph     parameters and buffers
/// @param optimizer moments of the weights
/// @param mask      the mask rule's state
/// @param curves    rows so far
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
record PhaseState(long step, byte[] graph, byte[] optimizer, byte[] mask, byte[] curves) {

    private static final int MAGIC = 0x45535031; // ESP1

    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(MAGIC);
            out.writeLong(step);
            for (byte[] part : new byte[][] {graph, optimizer, mask, curves}) {
                out.writeInt(part.length);
                out.write(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail", e);
        }
        return bytes.toByteArray();
    }

    /// @throws PipelineException.Permanent `DIGEST_MISMATCH` if the bytes are not a state of this version
    static PhaseState parse(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readInt() != MAGIC) {
                throw new IOException("unknown form");
            }
            return new PhaseState(in.readLong(), part(in), part(in), part(in), part(in));
        } catch (IOException e) {
            throw new PipelineException.Permanent(
                    ErrorCode.DIGEST_MISMATCH, "the checkpoint is not one of this version: " + e.getMessage(), e);
        }
    }

    private static byte[] part(DataInputStream in) throws IOException {
        int length = in.readInt();
        byte[] part = in.readNBytes(length);
        if (part.length != length) {
            throw new IOException("ends early");
        }
        return part;
    }
}
