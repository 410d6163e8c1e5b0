package io.espalier.cli.terminal;

import java.util.List;

/// A block of lines that is drawn again in place of itself.
///
/// Lines are cut to the terminal's width and wrapping is off while they are drawn, so that a block never takes
/// more
/// rows than it has lines, however narrow the terminal gets.
public final class LiveBlock {

    private static final String ESC = "\u001b[";
    private static final String CLEAR_TO_END = ESC + "J";
    private static final String WRAP_OFF = ESC + "?7l";
    private static final String WRAP_ON = ESC + "?7h";

    private final Terminal terminal;
    private int drawn;

    public LiveBlock(Terminal terminal) {
        this.terminal = terminal;
    }

    /// Replaces what was drawn before.
    public void draw(List<String> lines) {
        StringBuilder frame = new StringBuilder(WRAP_OFF);
        if (drawn > 0) {
            frame.append(ESC).append(drawn).append('A');
        }
        frame.append('\r').append(CLEAR_TO_END);
        lines.forEach(line -> frame.append(cut(line)).append('\n'));
        terminal.out().print(frame.append(WRAP_ON));
        terminal.out().flush();
        drawn = lines.size();
    }

    private String cut(String line) {
        return line.length() <= terminal.columns() ? line : line.substring(0, terminal.columns() - 1) + "…";
    }
}
