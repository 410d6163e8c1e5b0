package io.espalier.torchscript.program;

/// The program itself refuses its input.
final class RaisedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RaisedException(String message) {
        super(message, null, false, false);
    }
}
