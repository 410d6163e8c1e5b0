package io.espalier.stage;

/// The work left on request, with its state in a checkpoint, because the worker shuts down. Not a failure.
public final class StageInterrupted extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StageInterrupted() {
        super("the worker is stopping");
    }
}
