package io.espalier.torchscript.source;

/// A string literal: between single or double quotes, with backslash escapes.
final class QuotedText {

    private QuotedText() {}

    /// The characters between the quotes, escapes resolved; an unknown escape stands for itself.
    static String read(String text, int start) {
        StringBuilder content = new StringBuilder();
        int end = end(text, start) - 1;
        for (int i = start + 1; i < end; i++) {
            char c = text.charAt(i);
            content.append(c == '\\' && i + 1 < end ? escaped(text.charAt(++i)) : c);
        }
        return content.toString();
    }

    /// Position after the closing quote, or the end of the text if there is none.
    static int end(String text, int start) {
        char quote = text.charAt(start);
        int at = start + 1;
        while (at < text.length() && text.charAt(at) != quote) {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return Math.min(at + 1, text.length());
    }

    private static char escaped(char code) {
        return switch (code) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            default -> code;
        };
    }
}
