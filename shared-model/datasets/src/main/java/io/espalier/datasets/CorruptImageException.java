package io.espalier.datasets;

import java.io.Serial;

/// One image, or what belongs to it, cannot be used; the others can. The message names the file.
final class CorruptImageException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    CorruptImageException(String message) {
        super(message);
    }
}
