package io.espalier.cli.terminal;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// A line that says how far something is: mark, name, bar, share, and what else is known.
///
/// @param mark     one character: `·` waits, `▶` runs, `✓` done, `✗` failed
/// @param fraction what is done, in `[0, 1]`
/// @param begun    whether the share is worth saying
/// @param detail   behind the share
public record ProgressLine(String mark, String name, double fraction, boolean begun, String detail) {

    private static final int WIDEST_BAR = 30;
    private static final int NARROWEST_BAR = 5;
    /// Mark, name and share beside the bar.
    private static final int BESIDE_BAR = 20;

    /// What is worth a place on a line, in order; the dashboard draws the rest.
    private static final List<String> METRICS = List.of(
            "corrupt-images",
            "loss",
            "accuracy",
            "pixel-accuracy",
            "validation-top-1",
            "validation-miou",
            "validation-map",
            "validation-r2",
            "temperature",
            "soft-count",
            "images-per-second");

    /// @param columns width of the terminal; narrow ones get shorter bars
    public String draw(int columns) {
        int width = Math.clamp(columns / 2 - BESIDE_BAR, NARROWEST_BAR, WIDEST_BAR);
        String share = begun ? Math.round(100 * fraction) + "%" : "";
        String head =
                String.format(Locale.ROOT, "%s %-10s %s %4s", mark, name, ProgressBar.draw(fraction, width), share);
        return (head + "  " + detail).stripTrailing();
    }

    /// The metrics that people look at first, as `loss 0.43  temperature 0.05`.
    public static String metrics(Map<String, Double> metrics) {
        return METRICS.stream()
                .filter(metrics::containsKey)
                .map(name -> name + " " + Units.number(metrics.getOrDefault(name, Double.NaN)))
                .collect(Collectors.joining("  "));
    }
}
