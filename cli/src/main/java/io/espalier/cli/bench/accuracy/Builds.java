package io.espalier.cli.bench.accuracy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Which builds ran how many cells, in the order of the first cell of each.
record Builds(Map<String, Integer> cells) {

    static Builds of(List<CellResult> results) {
        Map<String, Integer> cells = new LinkedHashMap<>();
        results.forEach(result -> cells.merge(result.build().label(), 1, Integer::sum));
        return new Builds(cells);
    }

    /// Of cells of more than one build.
    Optional<String> warning() {
        return cells.size() < 2
                ? Optional.empty()
                : Optional.of(
                        "Cells of " + cells.size() + " builds, whose rounding and defaults may differ: " + text());
    }

    /// `3 of 48436f1bc665 (commit 7fb40cc12), 1 of unknown`.
    String text() {
        return cells.entrySet().stream()
                .map(entry -> entry.getValue() + " of " + entry.getKey())
                .collect(Collectors.joining(", "));
    }
}
