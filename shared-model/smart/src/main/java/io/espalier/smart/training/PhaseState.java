package io.espalier.smart.training;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Stream;

/// Everything a training phase needs to go on: a magic number with the version of the form, the step, then each part
/// with its length before it.
///
/// Version 1 ends after the curves: states of runs that neither averaged weights nor validated.
///
/// @param step      steps done
/// @param graph     parameters and buffers
/// @param optimizer moments of the weights
/// @param mask      the mask rule's state
/// @param curves    rows so far
/// @param average   moving average of the weights; empty without one
/// @param best      of the validation passes so far
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
record PhaseState(
        long step, byte[] graph, byte[] optimizer, byte[] mask, byte[] curves, byte[] average, BestWeights best) {

    private static final int VERSION_1 = 0x45535031; // ESP1
    private static final int VERSION_2 = 0x45535032; // ESP2

    /// Arrays have no more bytes.
    private static final long MOST_BYTES = Integer.MAX_VALUE - 8L;

    /// @throws PipelineException.Permanent `ARTIFACT_TOO_LARGE` if a state of so many bytes cannot be kept
    static int requireKept(long bytes) {
        if (bytes > MOST_BYTES) {
            throw new PipelineException.Permanent(
                    ErrorCode.ARTIFACT_TOO_LARGE,
                    ("a checkpoint of this run would have %,d bytes, and no more than %,d can be kept: prune fewer or larger"
                                    + " blocks (prune.exclude, prune.pattern), set training.ema-decay: 0 and"
                                    + " training.validate-every: 0, or take a smaller network")
                            .formatted(bytes, MOST_BYTES));
        }
        return (int) bytes;
    }

    /// Bytes of the whole.
    long size() {
        return Stream.of(graph, optimizer, mask, curves, average, best.graph())
                        .mapToLong(part -> Integer.BYTES + (long) part.length)
                        .sum()
                + Integer.BYTES
                + 2L * Long.BYTES
                + Double.BYTES;
    }

    /// @throws PipelineException.Permanent as [#requireKept(long)]
    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(requireKept(size()));
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(VERSION_2);
            out.writeLong(step);
            for (byte[] part : new byte[][] {graph, optimizer, mask, curves, average}) {
                write(part, out);
            }
            out.writeLong(best.judgedAt());
            out.writeDouble(best.value());
            write(best.graph(), out);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail", e);
        }
        return bytes.toByteArray();
    }

    private static void write(byte[] part, DataOutputStream out) throws IOException {
        out.writeInt(part.length);
        out.write(part);
    }

    /// @throws PipelineException.Permanent `DIGEST_MISMATCH` if the bytes are not a state of a known version
    static PhaseState parse(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readInt();
            if (version != VERSION_1 && version != VERSION_2) {
                throw new IOException("unknown form");
            }
            PhaseState state = read(in, version);
            if (in.read() >= 0) {
                throw new IOException("goes on after its end");
            }
            return state;
        } catch (IOException e) {
            throw new PipelineException.Permanent(
                    ErrorCode.DIGEST_MISMATCH, "the checkpoint is not one of this version: " + e.getMessage(), e);
        }
    }

    private static PhaseState read(DataInputStream in, int version) throws IOException {
        long step = in.readLong();
        byte[] graph = part(in);
        byte[] optimizer = part(in);
        byte[] mask = part(in);
        byte[] curves = part(in);
        if (version == VERSION_1) {
            return new PhaseState(step, graph, optimizer, mask, curves, new byte[0], BestWeights.NONE);
        }
        byte[] average = part(in);
        BestWeights best = new BestWeights(in.readLong(), in.readDouble(), part(in));
        return new PhaseState(step, graph, optimizer, mask, curves, average, best);
    }

    private static byte[] part(DataInputStream in) throws IOException {
        int length = in.readInt();
        byte[] part = in.readNBytes(Math.max(0, length));
        if (part.length != length) {
            throw new IOException("ends early");
        }
        return part;
    }
}
