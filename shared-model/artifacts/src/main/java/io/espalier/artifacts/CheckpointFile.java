package io.espalier.artifacts;

import io.espalier.contracts.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/// The stored form of a checkpoint: a header that makes every kind of damage visible, then the state.
///
/// ```
/// 8 bytes   magic "ESPCKPT1"
/// 8 bytes   step, big-endian
/// 8 bytes   length of the state in bytes, big-endian
/// 32 bytes  SHA-256 of step, length and state
/// rest      state
/// ```
final class CheckpointFile {

    private static final long MAGIC = 0x455350434b505431L; // "ESPCKPT1"
    private static final int HEADER_BYTES = 8 + 8 + 8 + 32;

    private CheckpointFile() {}

    static byte[] encode(long step, byte[] state) {
        return ByteBuffer.allocate(HEADER_BYTES + state.length)
                .putLong(MAGIC)
                .putLong(step)
                .putLong(state.length)
                .put(digest(step, state))
                .put(state)
                .array();
    }

    /// The checkpoint in `file`, or nothing if a byte of it is missing, added or changed.
    static Optional<Checkpoint> decode(byte[] file) {
        if (file.length < HEADER_BYTES) {
            return Optional.empty();
        }
        ByteBuffer header = ByteBuffer.wrap(file);
        long magic = header.getLong();
        long step = header.getLong();
        long length = header.getLong();
        byte[] announced = new byte[32];
        header.get(announced);
        byte[] state = Arrays.copyOfRange(file, HEADER_BYTES, file.length);
        boolean whole = magic == MAGIC && length == state.length && Arrays.equals(announced, digest(step, state));
        return whole ? Optional.of(new Checkpoint(step, state)) : Optional.empty();
    }

    private static byte[] digest(long step, byte[] state) {
        MessageDigest digest = Sha256.digest();
        digest.update(
                ByteBuffer.allocate(16).putLong(step).putLong(state.length).flip());
        return digest.digest(state);
    }
}
