package io.espalier.cli.bench.accuracy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Accuracy over budget as SVG: a panel a pattern, a line a method, bars of one sample standard deviation, the
/// dense control dashed.
final class AccuracyPlot {

    private static final int WIDTH = 460;
    private static final int HEIGHT = 340;
    private static final int LEFT = 56;
    private static final int TOP = 36;
    private static final int PLOT_WIDTH = 250;
    private static final int PLOT_HEIGHT = 250;
    private static final int TICKS = 5;

    /// Okabe and Ito's colours, told apart by colour-blind readers too.
    private static final List<String> COLOURS =
            List.of("#D55E00", "#0072B2", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#999999");

    /// Lines beyond the colours repeat them with other dashes.
    private static final List<String> DASHES = List.of("", "6 3", "2 2");

    private final AccuracyTable table;
    private final List<String> svg = new ArrayList<>();
    private double low = 1;
    private double high;

    private AccuracyPlot(AccuracyTable table) {
        this.table = table;
    }

    /// @return a whole SVG document
    static String of(AccuracyTable table) {
        return new AccuracyPlot(table).draw();
    }

    private String draw() {
        List<String> panels = List.copyOf(table.patterns());
        measure();
        int width = WIDTH * Math.max(1, panels.size());
        svg.add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"11\">"
                        .formatted(width, HEIGHT));
        svg.add("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>".formatted(width, HEIGHT));
        for (int p = 0; p < panels.size(); p++) {
            svg.add("<g transform=\"translate(%d 0)\">".formatted(p * WIDTH));
            panel(panels.get(p));
            svg.add("</g>");
        }
        svg.add("</svg>");
        return String.join("\n", svg) + "\n";
    }

    /// All panels have one axis, so that they can be compared.
    private void measure() {
        for (CellResult result : table.results()) {
            low = Math.min(low, result.accuracy());
            high = Math.max(high, result.accuracy());
        }
        low = Math.floor(20 * low) / 20;
        high = Math.max(low + 0.05, Math.ceil(20 * high) / 20);
    }

    private void panel(String pattern) {
        List<String> budgets = table.budgets(pattern);
        text(LEFT, TOP - 14, "start", pattern);
        for (int tick = 0; tick <= TICKS; tick++) {
            double accuracy = low + (high - low) * tick / TICKS;
            line(LEFT, y(accuracy), LEFT + PLOT_WIDTH, y(accuracy), "#dddddd", "");
            text(LEFT - 6, y(accuracy) + 4, "end", String.format(Locale.ROOT, "%.1f", 100 * accuracy));
        }
        for (String budget : budgets) {
            text(x(budgets, budget), TOP + PLOT_HEIGHT + 16, "middle", budget);
        }
        text(LEFT + PLOT_WIDTH / 2.0, TOP + PLOT_HEIGHT + 34, "middle", "budget");
        table.control().ifPresent(control -> {
            line(LEFT, y(control.mean()), LEFT + PLOT_WIDTH, y(control.mean()), "#444444", "4 4");
            text(LEFT + 4, y(control.mean()) - 4, "start", "dense control");
        });
        int index = 0;
        for (String method : table.methods(pattern)) {
            method(pattern, method, budgets, index++);
        }
    }

    private void method(String pattern, String method, List<String> budgets, int index) {
        String colour = COLOURS.get(index % COLOURS.size());
        String dash = DASHES.get(index / COLOURS.size() % DASHES.size());
        List<String> points = new ArrayList<>();
        for (String budget : budgets) {
            Optional<Statistics> at = table.at(method, pattern, budget);
            double x = x(budgets, budget);
            at.ifPresent(found -> {
                points.add(String.format(Locale.ROOT, "%.1f,%.1f", x, y(found.mean())));
                line(x, y(found.mean() - found.deviation()), x, y(found.mean() + found.deviation()), colour, "");
                svg.add(String.format(
                        Locale.ROOT,
                        "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2.5\" fill=\"%s\"/>",
                        x,
                        y(found.mean()),
                        colour));
            });
        }
        svg.add("<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\" stroke-dasharray=\"%s\"/>"
                .formatted(String.join(" ", points), colour, dash));
        double row = TOP + 8 + 15.0 * index;
        line(LEFT + PLOT_WIDTH + 10, row - 4, LEFT + PLOT_WIDTH + 28, row - 4, colour, dash);
        text(LEFT + PLOT_WIDTH + 32, row, "start", method);
    }

    private static double x(List<String> budgets, String budget) {
        double first = AccuracyTable.share(budgets.getFirst());
        double last = AccuracyTable.share(budgets.getLast());
        double at = last > first ? (AccuracyTable.share(budget) - first) / (last - first) : 0.5;
        return LEFT + 14 + at * (PLOT_WIDTH - 28);
    }

    private double y(double accuracy) {
        return TOP + PLOT_HEIGHT * (high - accuracy) / (high - low);
    }

    private void line(double x1, double y1, double x2, double y2, String colour, String dash) {
        svg.add(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-dasharray=\"%s\"/>",
                x1,
                y1,
                x2,
                y2,
                colour,
                dash));
    }

    private void text(double x, double y, String anchor, String text) {
        String escaped = text.replace("&", "&amp;").replace("<", "&lt;");
        svg.add(String.format(
                Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", x, y, anchor, escaped));
    }
}
