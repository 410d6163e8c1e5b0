package io.espalier.cli.terminal;

/// How much of something is done, drawn in eighths of a character.
public final class ProgressBar {

    /// Left-aligned block elements of 1/8 … 7/8 (Unicode 2580–259F).
    private static final String EIGHTHS = "▏▎▍▌▋▊▉";

    private ProgressBar() {}

    /// @param fraction what is done, in `[0, 1]`; clamped
    /// @param width    characters, > 0
    public static String draw(double fraction, int width) {
        int eighths = (int) Math.round(Math.clamp(fraction, 0.0, 1.0) * width * 8);
        StringBuilder bar = new StringBuilder("█".repeat(eighths / 8));
        if (eighths % 8 > 0) {
            bar.append(EIGHTHS.charAt(eighths % 8 - 1));
        }
        return bar.append("░".repeat(width - bar.length())).toString();
    }
}
