package io.espalier.torchscript.source;

import io.espalier.onnx.Invalid;
import io.espalier.torchscript.source.Token.Kind;
import java.util.List;
import java.util.Locale;

/// The tokens of a file with a position.
final class TokenStream {

    private final String file;
    private final List<Token> tokens;
    private int at;

    TokenStream(String file, String text) {
        this.file = file;
        this.tokens = Lexer.tokens(file, text);
    }

    Token peek() {
        return tokens.get(at);
    }

    Token next() {
        Token token = tokens.get(at);
        at = Math.min(at + 1, tokens.size() - 1);
        return token;
    }

    /// Steps over a sign if it is next.
    boolean skip(String sign) {
        boolean there = peek().is(sign);
        if (there) {
            next();
        }
        return there;
    }

    /// Steps over a word if it is next.
    boolean skipName(String word) {
        boolean there = peek().isName(word);
        if (there) {
            next();
        }
        return there;
    }

    void expect(String sign) {
        if (!skip(sign)) {
            throw unexpected("'" + sign + "'");
        }
    }

    Token expect(Kind kind) {
        if (peek().kind() != kind) {
            throw unexpected("a " + kind.name().toLowerCase(Locale.ROOT));
        }
        return next();
    }

    RuntimeException unexpected(String wanted) {
        return Invalid.model("The program cannot be read at " + file + ":" + peek().line() + ": expected " + wanted
                + ", found '" + peek().text() + "'");
    }
}
