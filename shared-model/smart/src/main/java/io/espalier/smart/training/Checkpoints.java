package io.espalier.smart.training;

import java.util.Optional;

/// Where a run leaves its state, and who decides when.
public interface Checkpoints {

    /// Never saves, never resumes.
    Checkpoints NONE = new Checkpoints() {
        @Override
        public Optional<byte[]> newest() {
            return Optional.empty();
        }

        @Override
        public boolean isDue() {
            return false;
        }

        @Override
        public void save(long step, byte[] state) {}
    };

    /// The state to go on from; empty at the first start.
    Optional<byte[]> newest();

    /// Asked after every step: whether to save now. Answers by a clock, or on request.
    boolean isDue();

    /// @param step steps done, >= 1; grows
    void save(long step, byte[] state);
}
