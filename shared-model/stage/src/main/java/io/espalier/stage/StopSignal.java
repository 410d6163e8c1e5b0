package io.espalier.stage;

/// Tells the threads of one worker that it stops: first asked, then insisted on.
final class StopSignal {

    private volatile boolean asked;
    private volatile boolean insisted;

    /// Please save your state and leave.
    void ask() {
        asked = true;
    }

    /// The grace is over and the working thread is interrupted: nothing that fails from now on is the run's fault.
    void insist() {
        insisted = true;
    }

    boolean asked() {
        return asked;
    }

    boolean insisted() {
        return insisted;
    }
}
