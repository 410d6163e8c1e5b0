package io.espalier.runs;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.smart.training.Checkpoints;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/// One row of checkpoints for a stage with several phases. Each state names its phase and carries what the
/// earlier phases made, so that a resumed stage does not repeat them.
final class PhasedCheckpoints {

    private final Checkpoints stage;

    PhasedCheckpoints(Checkpoints stage) {
        this.stage = stage;
    }

    /// @param phase   whose state it is
    /// @param carried results of the phases before
    /// @param state   of the phase itself
    @SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
    private record Saved(String phase, byte[] carried, byte[] state) {}

    /// What the phases before `phase` made, if the newest state is of this phase.
    Optional<byte[]> carriedTo(String phase) {
        return saved(phase).map(Saved::carried);
    }

    /// The checkpoints of one phase.
    ///
    /// @param stepsBefore steps of the phases before: checkpoints of a stage are ordered by step
    /// @param carried     results of the phases before, saved with every state
    Checkpoints of(String phase, long stepsBefore, byte[] carried) {
        return new Checkpoints() {
            @Override
            public Optional<byte[]> newest() {
                return saved(phase).map(Saved::state);
            }

            @Override
            public boolean isDue() {
                return stage.isDue();
            }

            @Override
            public void save(long step, byte[] state) {
                stage.save(stepsBefore + step, write(new Saved(phase, carried, state)));
            }
        };
    }

    private Optional<Saved> saved(String phase) {
        return stage.newest().map(PhasedCheckpoints::read).filter(saved -> saved.phase()
                .equals(phase));
    }

    private static byte[] write(Saved saved) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(saved.phase());
            out.writeInt(saved.carried().length);
            out.write(saved.carried());
            out.writeInt(saved.state().length);
            out.write(saved.state());
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail", e);
        }
        return bytes.toByteArray();
    }

    private static Saved read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            return new Saved(in.readUTF(), in.readNBytes(in.readInt()), in.readNBytes(in.readInt()));
        } catch (IOException | IllegalArgumentException e) {
            throw new PipelineException.Permanent(
                    ErrorCode.DIGEST_MISMATCH, "the checkpoint is not one of this version: " + e.getMessage(), e);
        }
    }
}
