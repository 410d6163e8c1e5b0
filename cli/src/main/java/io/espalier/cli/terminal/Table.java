package io.espalier.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/// Rows under a header, each column as wide as its widest cell; cells that are numbers are aligned to the right.
public final class Table {

    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... header) {
        rows.add(List.of(header));
    }

    /// @throws IllegalArgumentException if the row is not as long as the header
    public Table row(String... cells) {
        if (cells.length != rows.getFirst().size()) {
            throw new IllegalArgumentException("a row needs " + rows.getFirst().size() + " cells, had " + cells.length);
        }
        rows.add(List.of(cells));
        return this;
    }

    /// One line per row, without trailing blanks.
    public List<String> lines() {
        return rows.stream().map(this::line).toList();
    }

    private String line(List<String> row) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            String cell = row.get(column);
            String padding = " ".repeat(width(column) - cell.length());
            line.append(column == 0 ? "" : GAP).append(isNumeric(column) ? padding + cell : cell + padding);
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    private boolean isNumeric(int column) {
        return rows.size() > 1
                && rows.stream()
                        .skip(1)
                        .map(row -> row.get(column))
                        .allMatch(cell -> cell.matches("[-+]?[0-9][0-9.,]*( ?[%a-zA-Z]{1,3})?|-?"))
                && rows.stream().skip(1).anyMatch(row -> !row.get(column).isEmpty());
    }
}
