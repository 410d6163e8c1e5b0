package io.espalier.trainable;

/// A node that has no line of script; [GraphScript] gathers them into one failure with the nodes' names.
final class UntrainableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// @param reason what of the node is not supported, and what would be
    UntrainableException(String reason) {
        super(reason);
    }
}
