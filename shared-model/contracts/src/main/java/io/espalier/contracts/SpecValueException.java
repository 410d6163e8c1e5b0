package io.espalier.contracts;

/// A value in a run spec that is not allowed. [RunSpecReader] adds the path of the object that holds the key.
final class SpecValueException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String key;

    /// @param key     the key inside its object, as users write it (`block-sparsity`)
    /// @param value   what was given
    /// @param allowed completes the sentence "must be …"
    SpecValueException(String key, Object value, String allowed) {
        super("must be " + allowed + ", was " + value);
        this.key = key;
    }

    String key() {
        return key;
    }

    /// Passes `value` on if `ok`, and refuses it otherwise.
    static void require(boolean ok, String key, Object value, String allowed) {
        if (!ok) {
            throw new SpecValueException(key, value, allowed);
        }
    }
}
