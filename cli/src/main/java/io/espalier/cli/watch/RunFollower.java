package io.espalier.cli.watch;

import io.espalier.cli.registry.RegistryClient;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.view.RunView;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Follows a run to its end, through restarts of the registry.
final class RunFollower {

    /// A registry that restarts is back within this; then following ends.
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration RECONNECT_PAUSE = Duration.ofSeconds(1);

    private final RegistryClient registry;
    private final String run;
    private final Consumer<RunView> view;
    private final Duration patience;
    private boolean expected;
    private @Nullable RunView newest;

    /// @param announced whether the run was pushed a moment ago, so that the registry may not have heard of it
    ///     yet
    /// @param view      told every state of the run, the final one last
    RunFollower(RegistryClient registry, String run, boolean announced, Consumer<RunView> view) {
        this(registry, run, announced, view, PATIENCE);
    }

    /// @param patience how long the registry may stay away, counted from when it was last heard of
    RunFollower(RegistryClient registry, String run, boolean announced, Consumer<RunView> view, Duration patience) {
        this.patience = patience;
        this.registry = registry;
        this.run = run;
        this.expected = announced;
        this.view = view;
    }

    /// @throws PipelineException.Permanent `RUN_NOT_FOUND`; `NOT_RUNNING` if the registry stays away
    RunView toTheEnd() {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                if (accept(registry.run(run))) {
                    return reached();
                }
                try {
                    registry.follow(run, state -> !accept(state));
                } finally { // following may have taken hours
                    deadline = System.nanoTime() + patience.toNanos();
                }
            } catch (PipelineException e) {
                requirePassing(e, deadline);
            } catch (UncheckedIOException e) {
                // The stream broke off; the state is asked for again.
            }
            if (newest != null && newest.status().isFinal()) {
                return newest;
            }
            pause();
        }
    }

    private boolean accept(RunView state) {
        expected = true;
        newest = state;
        view.accept(state);
        return state.status().isFinal();
    }

    private RunView reached() {
        if (newest == null) {
            throw new IllegalStateException("no state of run " + run + " was seen");
        }
        return newest;
    }

    /// Passes over failures that a moment may cure.
    private void requirePassing(PipelineException failure, long deadline) {
        boolean passing =
                switch (failure.code()) {
                    case RUN_NOT_FOUND -> expected && newest == null;
                    case NOT_RUNNING, DATABASE_UNAVAILABLE -> expected;
                    default -> false;
                };
        if (!passing || System.nanoTime() > deadline) {
            throw failure;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(RECONNECT_PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PipelineException.Transient(ErrorCode.INTERNAL, "interrupted while watching", e);
        }
    }
}
