package io.espalier.cli.bench.accuracy;

import java.util.ArrayList;
import java.util.List;

/// Which cells a comparison has, one seed after the other: what is stopped early has whole seeds.
///
/// @param methods  as [Cell] reads them
/// @param budgets  as [Cell] reads them; not used with a pattern that is a budget itself
/// @param patterns as [PatternName] reads them
/// @param seeds    each gives every combination of the others
/// @param control  whether each seed has a dense control
record Grid(List<String> methods, List<String> budgets, List<String> patterns, List<Long> seeds, boolean control) {

    /// In the order in which they are run: the control first, then the methods side by side.
    List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        for (long seed : seeds) {
            if (control) {
                cells.add(Cell.control(seed));
            }
            for (String pattern : patterns) {
                for (String budget : Cell.isBudget(pattern) ? List.of("") : budgets) {
                    methods.forEach(method -> cells.add(new Cell(method, pattern, budget, seed)));
                }
            }
        }
        return cells.stream().distinct().toList();
    }
}
