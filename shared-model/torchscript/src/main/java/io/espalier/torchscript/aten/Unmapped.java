package io.espalier.torchscript.aten;

/// An operator, with these arguments, has no counterpart in the graph. Caught where operators are applied, so
/// that all of them are found before the file is refused.
public final class Unmapped extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// @param reason what about the arguments does not map
    public Unmapped(String reason) {
        super(reason, null, false, false);
    }

    /// What about the arguments does not map.
    public String reason() {
        return String.valueOf(getMessage());
    }
}
