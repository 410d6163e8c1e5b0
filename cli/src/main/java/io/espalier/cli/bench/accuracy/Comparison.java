package io.espalier.cli.bench.accuracy;

import io.espalier.cli.terminal.Terminal;
import io.espalier.cli.terminal.Units;
import io.espalier.contracts.PipelineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;

/// Runs what is not finished, one cell after the other, and writes the table and the plot anew after each.
final class Comparison {

    private final Workbench bench;
    private final List<Cell> cells;
    private final boolean again;
    private final Terminal terminal;
    private final Results results;

    /// @param again whether cells that another build finished are run anew; their lines stay
    Comparison(Workbench bench, List<Cell> cells, boolean again, Terminal terminal) {
        this.bench = bench;
        this.cells = List.copyOf(cells);
        this.again = again;
        this.terminal = terminal;
        this.results = new Results(bench.output());
    }

    /// One line a cell: its accuracy, or that it is still to be run.
    void list() throws IOException {
        List<CellResult> all = results.all();
        for (Cell cell : cells) {
            String state = finished(cell, all)
                    .map(result -> String.format(Locale.ROOT, "done     %.2f%s", 100 * result.accuracy(), by(result)))
                    .orElse("to run");
            terminal.line(String.format(Locale.ROOT, "%-48s %s", cell.name(), state));
        }
        long open = open(all).size();
        terminal.line(cells.size() + " cells, " + open + " to run" + eta(all, open));
        tellOtherBuilds(all);
    }

    private String by(CellResult result) {
        return Results.isOwn(bench, result)
                ? ""
                : "  by build " + result.build().label();
    }

    private Optional<CellResult> finished(Cell cell, List<CellResult> all) {
        return Results.of(cell, bench, all).filter(result -> !again || Results.isOwn(bench, result));
    }

    private List<Cell> open(List<CellResult> all) {
        return cells.stream().filter(cell -> finished(cell, all).isEmpty()).toList();
    }

    private static String eta(List<CellResult> all, long open) {
        OptionalDouble seconds = left(all, open);
        return seconds.isEmpty() || open == 0
                ? ""
                : ", about " + Units.duration(Duration.ofSeconds(Math.round(seconds.getAsDouble())));
    }

    private static OptionalDouble left(List<CellResult> all, long open) {
        OptionalDouble each = all.stream().mapToDouble(CellResult::wallSeconds).average();
        return each.isEmpty() ? each : OptionalDouble.of(each.getAsDouble() * open);
    }

    /// @return whether every cell is finished; a cell that cannot be computed is told and does not stop the
    ///     others
    /// @throws CancellationException if the thread is interrupted
    boolean run() throws IOException {
        List<CellResult> all = results.all();
        List<Cell> open = open(all);
        List<String> failures = new ArrayList<>();
        terminal.line("%d of %d cells are finished".formatted(cells.size() - open.size(), cells.size()));
        tellOtherBuilds(all);
        for (int c = 0; c < open.size(); c++) {
            Cell cell = open.get(c);
            String place = "[%d/%d] %s".formatted(cells.size() - open.size() + c + 1, cells.size(), cell.name());
            OptionalDouble left = left(results.all(), open.size() - c);
            try {
                run(cell, new CellProgress(terminal, place, left), place);
            } catch (PipelineException.Permanent e) {
                failures.add(cell.name() + ": " + e.code() + " " + e.getMessage());
                terminal.line(place + "  FAILED  " + e.code() + " " + e.getMessage());
            }
        }
        summarize();
        failures.forEach(failure -> terminal.line("failed  " + failure));
        return failures.isEmpty();
    }

    /// A cell is recognised by its spec, model and images: the code that ran it is said, not compared.
    private void tellOtherBuilds(List<CellResult> all) {
        List<CellResult> others = cells.stream()
                .flatMap(cell -> finished(cell, all).stream())
                .filter(result -> !Results.isOwn(bench, result))
                .toList();
        if (!others.isEmpty()) {
            terminal.line(
                    "%d of them were run by another build (%s; this is %s), whose rounding and defaults may differ;"
                                    .formatted(
                                            others.size(),
                                            Builds.of(others).text(),
                                            bench.build().label())
                            + " --rerun-other-builds runs them anew");
        }
    }

    private void run(Cell cell, CellProgress progress, String place) throws IOException {
        CellRun run = new CellRun(bench, cell, progress);
        CellResult result = run.run();
        results.append(result);
        run.forget();
        summarize();
        terminal.line(String.format(
                Locale.ROOT,
                "%s  %s %.2f  %d of %d blocks removed  %s",
                place,
                result.metric(),
                100 * result.accuracy(),
                result.count().removedBlocks(),
                result.count().blocks(),
                Units.duration(Duration.ofSeconds(Math.round(result.wallSeconds())))));
    }

    /// Of the cells asked for; the file of results may have more.
    private void summarize() throws IOException {
        List<CellResult> all = results.all();
        AccuracyTable table = new AccuracyTable(cells.stream()
                .flatMap(cell -> Results.of(cell, bench, all).stream())
                .toList());
        Path directory = Files.createDirectories(bench.output());
        Files.writeString(directory.resolve("table.md"), table.markdown());
        Files.writeString(directory.resolve("plot.svg"), AccuracyPlot.of(table));
    }
}
