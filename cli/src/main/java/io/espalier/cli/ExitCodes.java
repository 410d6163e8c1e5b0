package io.espalier.cli;

/// What a command's exit status means; `espalier --help` prints the same list.
public final class ExitCodes {

    /// Done; of a watched run: promoted.
    public static final int DONE = 0;

    /// The watched run ended, and its model missed a gate.
    public static final int REJECTED = 1;

    /// Something failed; standard error names the code and what to do.
    public static final int FAILED = 2;

    /// The command line is wrong (EX_USAGE of sysexits.h).
    public static final int USAGE = 64;

    /// Interrupted by a signal, where the signal's own status (143 or 130) does not show.
    public static final int INTERRUPTED = 130;

    private ExitCodes() {}
}
