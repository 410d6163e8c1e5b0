package io.espalier.trainable.script;

/// A node that has no line of script; whoever writes a graph gathers them into one failure with the nodes' names.
public final class UntrainableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// @param reason what of the node is not supported, and what would be
    UntrainableException(String reason) {
        super(reason);
    }
}
