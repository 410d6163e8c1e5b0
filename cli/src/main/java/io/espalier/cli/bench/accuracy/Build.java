package io.espalier.cli.bench.accuracy;

import org.jspecify.annotations.Nullable;

/// The code that ran a cell.
///
/// @param code   twelve digits of the digest over Espalier's own jars; absent of lines written before it was kept
/// @param commit checked out beside the launcher then; absent if that is not known
record Build(@Nullable String code, @Nullable String commit) {

    private static final int COMMIT_DIGITS = 9;

    /// `48436f1bc665 (commit 7fb40cc12)`.
    String label() {
        String name = code == null ? "unknown" : code;
        return commit == null
                ? name
                : name + " (commit " + commit.substring(0, Math.min(COMMIT_DIGITS, commit.length())) + ")";
    }

    /// Whether the same code ran, whatever was checked out beside it; of an unknown one that cannot be said.
    boolean isSameCodeAs(Build other) {
        return code != null && code.equals(other.code);
    }
}
