package io.espalier.cli.watch;

import io.espalier.contracts.view.RunView;
import java.util.ArrayList;
import java.util.List;

/// The gate table and the verdict of a run that has ended, and what to do next.
final class Conclusion {

    private Conclusion() {}

    static List<String> lines(RunView run) {
        List<String> lines = new ArrayList<>();
        if (!run.gates().isEmpty()) {
            lines.add("");
            lines.addAll(GateTable.lines(run.gates()));
        }
        lines.add("");
        lines.addAll(verdict(run));
        return lines;
    }

    private static List<String> verdict(RunView run) {
        return switch (run.status()) {
            case RUNNING -> List.of("run " + run.runId() + " goes on");
            case PROMOTED ->
                List.of("promoted: " + version(run), "  Fetch it with `espalier pull " + run.model() + "@approved`.");
            case REJECTED ->
                List.of(
                        "rejected: " + version(run) + " missed a gate",
                        "  Fetch it with `espalier pull " + run.model() + ":" + run.version() + "`.");
            case FAILED -> failure(run);
        };
    }

    private static String version(RunView run) {
        return run.model() + " version " + run.version();
    }

    private static List<String> failure(RunView run) {
        RunView.Failure failure = run.failure();
        return failure == null
                ? List.of("failed in " + run.stage().label())
                : List.of(
                        "failed in " + failure.stage().label() + ", error " + failure.code() + ": " + failure.message(),
                        "  " + failure.remedy());
    }
}
