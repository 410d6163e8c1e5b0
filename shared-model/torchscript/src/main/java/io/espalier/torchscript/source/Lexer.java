package io.espalier.torchscript.source;

import io.espalier.onnx.Invalid;
import io.espalier.torchscript.source.Token.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.IntPredicate;

/// Cuts source text into tokens; line breaks inside brackets do not count, indentation does.
final class Lexer {

    private final String file;
    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private final Deque<Integer> indents = new ArrayDeque<>();
    private int at;
    private int line = 1;
    private int brackets;

    private Lexer(String file, String text) {
        this.file = file;
        this.text = text;
    }

    /// @throws io.espalier.contracts.PipelineException.Permanent MODEL_INVALID with file and line
    static List<Token> tokens(String file, String text) {
        Lexer lexer = new Lexer(file, text);
        lexer.run();
        return lexer.tokens;
    }

    private void run() {
        indents.push(0);
        boolean fresh = true;
        while (at < text.length()) {
            if (fresh && brackets == 0) {
                indent();
                fresh = false;
            } else if (text.charAt(at) == '\n') {
                endLine();
                fresh = brackets == 0;
            } else {
                token();
            }
        }
        endLine();
        for (; indents.peek() != null && indents.peek() > 0; indents.pop()) {
            add(Kind.CLOSE, "");
        }
        add(Kind.END, "end of the file");
    }

    private void endLine() {
        boolean hasContent = !tokens.isEmpty()
                && switch (tokens.get(tokens.size() - 1).kind()) {
                    case NAME, NUMBER, STRING, SIGN -> true;
                    case NEWLINE, OPEN, CLOSE, END -> false;
                };
        if (brackets == 0 && hasContent) {
            add(Kind.NEWLINE, "end of the line");
        }
        line++;
        at++;
    }

    private void indent() {
        int start = at;
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        if (at == text.length() || text.charAt(at) == '\n' || text.charAt(at) == '#') {
            return;
        }
        int width = at - start;
        if (width > indents.getFirst()) {
            indents.push(width);
            add(Kind.OPEN, "indented block");
        }
        while (width < indents.getFirst()) {
            indents.pop();
            add(Kind.CLOSE, "end of the block");
        }
    }

    private void token() {
        char first = text.charAt(at);
        if (first == ' ' || first == '\r') {
            at++;
        } else if (first == '#') {
            at = text.indexOf('\n', at) < 0 ? text.length() : text.indexOf('\n', at);
        } else if (Character.isJavaIdentifierStart(first)) {
            run(Kind.NAME, Character::isJavaIdentifierPart);
        } else if (Character.isDigit(first) || (first == '.' && Character.isDigit(ahead(1)))) {
            number();
        } else if (first == '"' || first == '\'') {
            add(Kind.STRING, QuotedText.read(text, at));
            at = QuotedText.end(text, at);
        } else {
            sign(first);
        }
    }

    private void run(Kind kind, IntPredicate part) {
        int start = at;
        while (at < text.length() && part.test(text.charAt(at))) {
            at++;
        }
        add(kind, text.substring(start, at));
    }

    private void number() {
        int start = at;
        while (at < text.length() && isNumberPart(text.charAt(at), at > start && exponent(text.charAt(at - 1)))) {
            at++;
        }
        add(Kind.NUMBER, text.substring(start, at));
    }

    private static boolean isNumberPart(char part, boolean afterExponent) {
        return Character.isDigit(part)
                || part == '.'
                || exponent(part)
                || ((part == '-' || part == '+') && afterExponent);
    }

    private static boolean exponent(char part) {
        return part == 'e' || part == 'E';
    }

    private void sign(char first) {
        String two = at + 2 <= text.length() ? text.substring(at, at + 2) : "";
        if (two.equals("->") || two.equals("==") || two.equals("!=") || two.equals("**")) {
            add(Kind.SIGN, two);
            at += 2;
            return;
        }
        if ("()[]{},.:=-+*/<>%".indexOf(first) < 0) {
            throw Invalid.model(
                    "The program has the character '" + first + "' at " + file + ":" + line + ", which cannot be read");
        }
        brackets += "([{".indexOf(first) >= 0 ? 1 : ")]}".indexOf(first) >= 0 ? -1 : 0;
        add(Kind.SIGN, String.valueOf(first));
        at++;
    }

    private char ahead(int distance) {
        return at + distance < text.length() ? text.charAt(at + distance) : '\n';
    }

    private void add(Kind kind, String content) {
        tokens.add(new Token(kind, content, line));
    }
}
