package io.espalier.cli.bench.accuracy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `table.md`: mean ± sample standard deviation over seeds, one table a pattern, then every cell.
///
/// @param results finished cells, in any order
record AccuracyTable(List<CellResult> results) {

    AccuracyTable {
        results = List.copyOf(results);
    }

    String markdown() {
        List<String> lines = new ArrayList<>();
        lines.add("Accuracy in points, mean ± sample standard deviation (seeds); columns are budgets.");
        lines.add("");
        control().ifPresent(control -> {
            lines.add("Dense control, as many epochs: " + control.label());
            lines.add("");
        });
        Builds.of(results).warning().ifPresent(warning -> {
            lines.add(warning);
            lines.add("");
        });
        patterns().forEach(pattern -> lines.addAll(table(pattern)));
        lines.addAll(cells());
        return String.join("\n", lines) + "\n";
    }

    Optional<Statistics> control() {
        List<Double> values = accuracies(result -> result.cell().isControl());
        return values.isEmpty() ? Optional.empty() : Optional.of(Statistics.of(values));
    }

    /// In the order of the first result of each.
    Set<String> patterns() {
        return distinct(pruned(), CellResult::pattern);
    }

    Set<String> methods(String pattern) {
        return distinct(of(pattern), CellResult::method);
    }

    /// Ascending where they are numbers.
    List<String> budgets(String pattern) {
        return distinct(of(pattern), CellResult::budget).stream()
                .sorted(Comparator.comparingDouble(AccuracyTable::share).thenComparing(budget -> budget))
                .toList();
    }

    /// The number in a budget: 0.7 of `0.7`, 40 of `npu-cycles=40%`; 0 without one.
    static double share(String budget) {
        String digits = budget.replaceAll("^.*=|[^0-9.]", "");
        return digits.isEmpty() ? 0 : Double.parseDouble(digits);
    }

    Optional<Statistics> at(String method, String pattern, String budget) {
        List<Double> values = accuracies(result -> result.method().equals(method)
                && result.pattern().equals(pattern)
                && result.budget().equals(budget));
        return values.isEmpty() ? Optional.empty() : Optional.of(Statistics.of(values));
    }

    private List<Double> accuracies(java.util.function.Predicate<CellResult> filter) {
        return results.stream().filter(filter).map(CellResult::accuracy).toList();
    }

    private List<CellResult> pruned() {
        return results.stream().filter(result -> !result.cell().isControl()).toList();
    }

    private List<CellResult> of(String pattern) {
        return pruned().stream()
                .filter(result -> result.pattern().equals(pattern))
                .toList();
    }

    private static Set<String> distinct(List<CellResult> results, Function<CellResult, String> key) {
        return results.stream().map(key).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private List<String> table(String pattern) {
        List<String> budgets = budgets(pattern);
        List<String> lines = new ArrayList<>();
        lines.add("## " + pattern);
        lines.add("");
        lines.add("| method | " + String.join(" | ", budgets) + " |");
        lines.add("|---|" + "---|".repeat(budgets.size()));
        for (String method : methods(pattern)) {
            lines.add("| `" + method + "` | "
                    + budgets.stream()
                            .map(budget -> at(method, pattern, budget)
                                    .map(Statistics::label)
                                    .orElse("not run"))
                            .collect(Collectors.joining(" | "))
                    + " |");
        }
        lines.add("");
        return lines;
    }

    private List<String> cells() {
        List<String> lines = new ArrayList<>();
        lines.add("## Every cell");
        lines.add("");
        lines.add("| cell | accuracy | soft | hard | undecided | blocks removed | CPU seconds | build |");
        lines.add("|---|---|---|---|---|---|---|---|");
        results.stream().map(AccuracyTable::row).forEach(lines::add);
        return lines;
    }

    private static String row(CellResult result) {
        return "| `%s` | %s | %s | %s | %s | %d of %d | %.0f | %s |"
                .formatted(
                        result.name(),
                        points(result.accuracy()),
                        points(result.softAccuracy()),
                        points(result.hardAccuracy()),
                        result.softCount() == null ? "–" : String.format(Locale.ROOT, "%.2f", result.softCount()),
                        result.count().removedBlocks(),
                        result.count().blocks(),
                        result.cpuSeconds(),
                        result.build().label());
    }

    private static String points(@Nullable Double fraction) {
        return fraction == null ? "–" : String.format(Locale.ROOT, "%.2f", 100 * fraction);
    }
}
