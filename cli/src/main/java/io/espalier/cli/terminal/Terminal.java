package io.espalier.cli.terminal;

import java.io.PrintWriter;
import java.util.Map;

/// Where output goes and what it can show.
///
/// The launcher tells whether standard output is a terminal and how wide it is (`espalier.columns`), because
/// Java has
/// no portable way to ask. `NO_COLOR` (no-color.org) and `TERM=dumb` ask for plain lines.
///
/// @param out         where lines go
/// @param interactive whether a person looks at it, so that lines may be redrawn
/// @param columns     width in characters, >= 20
public record Terminal(PrintWriter out, boolean interactive, int columns) {

    private static final int NARROWEST = 20;
    private static final int DEFAULT_COLUMNS = 80;

    public Terminal {
        columns = Math.max(NARROWEST, columns);
    }

    /// The terminal of this process.
    public static Terminal of(PrintWriter out, Map<String, String> environment) {
        int columns = Integer.getInteger("espalier.columns", 0);
        boolean plain = environment.containsKey("NO_COLOR") || "dumb".equals(environment.get("TERM"));
        return new Terminal(out, columns > 0 && !plain, columns > 0 ? columns : DEFAULT_COLUMNS);
    }

    /// Lines for whoever reads on: no bars, no redrawing.
    public static Terminal plain(PrintWriter out) {
        return new Terminal(out, false, DEFAULT_COLUMNS);
    }

    public void line(String text) {
        out.println(text);
        out.flush();
    }
}
