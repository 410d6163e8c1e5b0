package io.espalier.cli.watch;

import io.espalier.cli.terminal.ProgressLine;
import io.espalier.cli.terminal.Units;
import io.espalier.contracts.view.RunView;
import io.espalier.contracts.view.StageStatus;
import io.espalier.contracts.view.StageView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A run's stages as a block of lines with one bar each.
final class RunLines {

    private RunLines() {}

    /// @param columns width of the terminal
    static List<String> of(RunView run, int columns, Instant now) {
        List<String> lines = new ArrayList<>();
        lines.add("run " + run.runId() + (run.model() == null ? "" : "  " + run.model()));
        run.stages().forEach(stage -> lines.add(line(stage, now).draw(columns)));
        return lines;
    }

    private static ProgressLine line(StageView stage, Instant now) {
        boolean begun = stage.status() != StageStatus.WAITING;
        return new ProgressLine(
                mark(stage.status()), stage.stage().label(), fraction(stage), begun, detail(stage, now));
    }

    private static String mark(StageStatus status) {
        return switch (status) {
            case WAITING -> "·";
            case RUNNING -> "▶";
            case DONE -> "✓";
            case FAILED -> "✗";
        };
    }

    private static double fraction(StageView stage) {
        return switch (stage.status()) {
            case DONE -> 1;
            case WAITING -> 0;
            case RUNNING, FAILED -> stage.total() == 0 ? 0 : (double) stage.done() / stage.total();
        };
    }

    private static String detail(StageView stage, Instant now) {
        return switch (stage.status()) {
            case WAITING -> "";
            case FAILED -> "failed";
            case DONE -> duration(stage, now);
            case RUNNING ->
                Stream.of(stage.phase(), attempt(stage), ProgressLine.metrics(stage.metrics()), duration(stage, now))
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining("  "));
        };
    }

    private static String attempt(StageView stage) {
        return stage.attempt() > 1 ? "attempt " + stage.attempt() : "";
    }

    private static String duration(StageView stage, Instant now) {
        if (stage.startedAt() == null) {
            return "";
        }
        Instant end = stage.endedAt() == null ? now : stage.endedAt();
        Duration lasted = Duration.between(stage.startedAt(), end);
        return lasted.isNegative() ? "" : Units.duration(lasted);
    }
}
