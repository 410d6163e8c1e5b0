package io.espalier.cli.bench.accuracy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Accuracy over budget as SVG: a panel a pattern and unit, a line a method, which looks the same in all panels, bars
/// of one sample standard deviation, the dense control dashed.
final class AccuracyPlot {

    /// Of a panel.
    private static final int WIDTH = 330;

    private static final int HEIGHT = 340;
    private static final int ROW = 15;

    /// Most that a letter of a method's name is wide, averaged over the name.
    private static final double LETTER = 6.2;

    private static final int LEFT = 56;
    private static final int TOP = 36;
    private static final int PLOT_WIDTH = 250;
    private static final int PLOT_HEIGHT = 250;
    private static final int MOST_TICKS = 9;

    /// Between ticks, in points of accuracy.
    private static final int[] STEPS = {1, 2, 5, 10, 20};

    /// Okabe and Ito's colours, told apart by colour-blind readers too.
    private static final List<String> COLOURS =
            List.of("#D55E00", "#0072B2", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#999999");

    /// Lines beyond the colours repeat them with other dashes.
    private static final List<String> DASHES = List.of("", "6 3", "2 2");

    private final AccuracyTable table;
    private final List<String> methods;
    private final List<String> svg = new ArrayList<>();

    /// Of the axis, in points.
    private int low;

    private int high;
    private int step;

    /// Of the budgets of one unit, which have no common axis with others.
    ///
    /// @param unit    as it stands before the number, empty for a share of the blocks
    /// @param budgets ascending
    private record Panel(String pattern, String unit, List<String> budgets) {

        String title() {
            return unit.isEmpty() ? pattern : pattern + ", " + unit;
        }
    }

    private AccuracyPlot(AccuracyTable table) {
        this.table = table;
        this.methods = table.patterns().stream()
                .flatMap(pattern -> table.methods(pattern).stream())
                .distinct()
                .toList();
    }

    /// @return a whole SVG document
    static String of(AccuracyTable table) {
        return new AccuracyPlot(table).draw();
    }

    private String draw() {
        List<Panel> panels = table.patterns().stream().flatMap(this::panels).toList();
        measure();
        int longest = methods.stream().mapToInt(String::length).max().orElse(0);
        int width = WIDTH * panels.size() + 40 + (int) Math.ceil(LETTER * longest);
        int height = Math.max(HEIGHT, TOP + ROW * (methods.size() + 1));
        svg.add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"11\">"
                        .formatted(width, height));
        svg.add("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>".formatted(width, height));
        for (int p = 0; p < panels.size(); p++) {
            svg.add("<g transform=\"translate(%d 0)\">".formatted(p * WIDTH));
            panel(panels.get(p));
            svg.add("</g>");
        }
        legend(WIDTH * panels.size());
        svg.add("</svg>");
        return String.join("\n", svg) + "\n";
    }

    private Stream<Panel> panels(String pattern) {
        Map<String, List<String>> byUnit = table.budgets(pattern).stream()
                .collect(Collectors.groupingBy(AccuracyPlot::unit, LinkedHashMap::new, Collectors.toList()));
        return byUnit.entrySet().stream().map(unit -> new Panel(pattern, unit.getKey(), unit.getValue()));
    }

    private static String unit(String budget) {
        return budget.contains("=") ? budget.substring(0, budget.indexOf('=')) : "";
    }

    /// All panels have one axis, so that they can be compared.
    private void measure() {
        double least =
                table.results().stream().mapToDouble(CellResult::accuracy).min().orElse(0);
        double most =
                table.results().stream().mapToDouble(CellResult::accuracy).max().orElse(1);
        for (int candidate : STEPS) {
            step = candidate;
            low = step * (int) Math.floor(100 * least / step);
            high = Math.max(low + step, step * (int) Math.ceil(100 * most / step));
            if ((high - low) / step < MOST_TICKS) {
                return;
            }
        }
    }

    private void legend(int left) {
        for (int i = 0; i < methods.size(); i++) {
            double row = TOP + 8.0 + ROW * i;
            line(left, row - 4, left + 18.0, row - 4, colour(i), dash(i));
            text(left + 22.0, row, "start", methods.get(i));
        }
    }

    private static String colour(int method) {
        return COLOURS.get(method % COLOURS.size());
    }

    private static String dash(int method) {
        return DASHES.get(method / COLOURS.size() % DASHES.size());
    }

    private void panel(Panel panel) {
        List<String> budgets = panel.budgets();
        text(LEFT, TOP - 14, "start", panel.title());
        for (int tick = low; tick <= high; tick += step) {
            double y = y(tick / 100.0);
            line(LEFT, y, LEFT + PLOT_WIDTH, y, "#dddddd", "");
            text(LEFT - 6, y + 4, "end", tick + " %");
        }
        for (String budget : budgets) {
            text(x(budgets, budget), TOP + PLOT_HEIGHT + 16, "middle", budget.substring(budget.indexOf('=') + 1));
        }
        text(LEFT + PLOT_WIDTH / 2.0, TOP + PLOT_HEIGHT + 34, "middle", "budget");
        table.control().ifPresent(control -> {
            line(LEFT, y(control.mean()), LEFT + PLOT_WIDTH, y(control.mean()), "#444444", "4 4");
            text(LEFT + 4, y(control.mean()) - 4, "start", "dense control");
        });
        for (String method : table.methods(panel.pattern())) {
            method(panel.pattern(), method, budgets);
        }
    }

    private void method(String pattern, String method, List<String> budgets) {
        String colour = colour(methods.indexOf(method));
        String dash = dash(methods.indexOf(method));
        List<String> points = new ArrayList<>();
        for (String budget : budgets) {
            Optional<Statistics> at = table.at(method, pattern, budget);
            double x = x(budgets, budget) + aside(budgets, method);
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
    }

    private static double x(List<String> budgets, String budget) {
        double first = AccuracyTable.share(budgets.getFirst());
        double last = AccuracyTable.share(budgets.getLast());
        double at = last > first ? (AccuracyTable.share(budget) - first) / (last - first) : 0.5;
        return LEFT + 14 + at * (PLOT_WIDTH - 28);
    }

    /// Beside the others where one budget leaves all of them at one place.
    private double aside(List<String> budgets, String method) {
        double at = (methods.indexOf(method) + 0.5) / methods.size() - 0.5;
        return budgets.size() > 1 ? 0 : at * (PLOT_WIDTH - 28);
    }

    private double y(double accuracy) {
        return TOP + PLOT_HEIGHT * (high - 100 * accuracy) / (high - low);
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
