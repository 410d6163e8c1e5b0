package io.espalier.cli.watch;

import io.espalier.cli.ExitCodes;
import io.espalier.cli.registry.RegistryClient;
import io.espalier.cli.terminal.LiveBlock;
import io.espalier.cli.terminal.Terminal;
import io.espalier.contracts.Json;
import io.espalier.contracts.view.RunView;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Shows a run until it ends and gives the command's exit status.
///
/// @param json  one line of JSON per state of the run instead of text
/// @param clock of this machine, to say how long a stage has run
public record RunWatch(RegistryClient registry, Terminal terminal, boolean json, InstantSource clock) {

    /// @param announced whether the run was pushed a moment ago, so that the registry may not have heard of it
    ///     yet
    /// @return the final state
    public RunView watch(String run, boolean announced) {
        RunView last = new RunFollower(registry, run, announced, view()).toTheEnd();
        if (!json) {
            Conclusion.lines(last).forEach(terminal::line);
        }
        return last;
    }

    /// Shows runs one after the other, each to its end, and of a sweep how they compare.
    ///
    /// @param sweep null if they are none
    /// @return exit status: the worst of theirs
    public int watchAll(List<String> runs, @Nullable String sweep, boolean announced) {
        int worst = ExitCodes.DONE;
        for (String run : runs) {
            worst = Math.max(worst, exitCode(watch(run, announced)));
        }
        if (sweep != null && !json) {
            terminal.line("");
            SweepTable.lines(registry.sweep(sweep)).forEach(terminal::line);
        }
        return worst;
    }

    /// What a command that watched says to the shell.
    public static int exitCode(RunView run) {
        return switch (run.status()) {
            case PROMOTED -> ExitCodes.DONE;
            case REJECTED -> ExitCodes.REJECTED;
            case FAILED, RUNNING -> ExitCodes.FAILED;
        };
    }

    private Consumer<RunView> view() {
        if (json) {
            return run -> terminal.line(new String(Json.write(run), StandardCharsets.UTF_8));
        }
        if (!terminal.interactive()) {
            return new PlainProgress(terminal::line);
        }
        LiveBlock block = new LiveBlock(terminal);
        return run -> block.draw(RunLines.of(run, terminal.columns(), clock.instant()));
    }
}
