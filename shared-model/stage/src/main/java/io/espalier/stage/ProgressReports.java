package io.espalier.stage;

import io.espalier.contracts.RunId;
import io.espalier.contracts.Stage;
import io.espalier.contracts.StageProgressed;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Thins out the progress of one attempt: at most four reports a second, and always the last one of a phase.
final class ProgressReports {

    private static final Duration INTERVAL = Duration.ofMillis(250);

    /// Sequence numbers of an attempt start here, times the attempts before: they grow over all attempts, and event
    /// ids, which hold them, stay unique.
    private static final long SEQUENCES_PER_ATTEMPT = 1_000_000_000L;

    private record Report(Instant when, String phase, long done, long total, Map<String, Double> metrics) {}

    private final RunId run;
    private final Stage stage;
    private final int attempt;
    private final InstantSource clock;
    private final Consumer<StageProgressed> sink;
    private long sequence;
    private @Nullable Report held;
    private Instant lastEmitted = Instant.MIN;

    ProgressReports(RunId run, Stage stage, int attempt, InstantSource clock, Consumer<StageProgressed> sink) {
        this.run = run;
        this.stage = stage;
        this.attempt = attempt;
        this.clock = clock;
        this.sink = sink;
        this.sequence = (attempt - 1) * SEQUENCES_PER_ATTEMPT;
    }

    synchronized void report(String phase, long done, long total, Map<String, Double> metrics) {
        if (held != null && !held.phase().equals(phase)) {
            flush();
        }
        held = new Report(clock.instant(), phase, done, total, finite(metrics));
        if (lastEmitted.isBefore(held.when().minus(INTERVAL))) {
            flush();
        }
    }

    /// Emits the report that is being held back, if any.
    synchronized void flush() {
        if (held == null) {
            return;
        }
        Report last = held;
        held = null;
        lastEmitted = last.when();
        sequence++;
        sink.accept(new StageProgressed(
                run, last.when(), stage, attempt, sequence, last.phase(), last.done(), last.total(), last.metrics()));
    }

    /// JSON has no NaN and no infinities.
    private static Map<String, Double> finite(Map<String, Double> metrics) {
        Map<String, Double> finite = new HashMap<>(metrics);
        finite.values().removeIf(value -> !Double.isFinite(value));
        return finite;
    }
}
