package io.espalier.torchscript.source;

/// A piece of source text.
///
/// @param text without quotes and with escapes resolved for a string
/// @param line counted from 1
record Token(Kind kind, String text, int line) {

    /// `OPEN` and `CLOSE` are the beginning and the end of an indented block.
    enum Kind {
        NAME,
        NUMBER,
        STRING,
        SIGN,
        NEWLINE,
        OPEN,
        CLOSE,
        END
    }

    boolean is(String sign) {
        return kind == Kind.SIGN && text.equals(sign);
    }

    boolean isName(String word) {
        return kind == Kind.NAME && text.equals(word);
    }
}
