package io.espalier.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.contracts.Stage;
import io.espalier.contracts.StageProgressed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressReportsTest {

    private final List<StageProgressed> emitted = new ArrayList<>();
    private Instant now = Samples.WHEN;
    private final ProgressReports reports = attempt(1);

    private ProgressReports attempt(int attempt) {
        return new ProgressReports(Samples.run("progress"), Stage.PRUNING, attempt, () -> now, emitted::add);
    }

    private void report(String phase, long done) {
        reports.report(phase, done, 100, Map.of("loss", 0.5));
    }

    @Test
    void emitsAtMostFourASecond() {
        for (int step = 0; step < 100; step++) {
            report("prune", step);
            now = now.plusMillis(10);
        }

        assertThat(emitted).hasSize(4);
        assertThat(emitted).extracting(StageProgressed::done).startsWith(0L).isSorted();
    }

    @Test
    void alwaysEmitsTheLastOneOfAPhase() {
        report("prune", 1);
        report("prune", 2);
        report("prune", 3);
        report("finetune", 4);
        reports.flush();

        assertThat(emitted).extracting(StageProgressed::done).containsExactly(1L, 3L, 4L);
        assertThat(emitted).extracting(StageProgressed::phase).containsExactly("prune", "prune", "finetune");
    }

    @Test
    void emitsNothingTwice() {
        report("prune", 1);
        reports.flush();
        reports.flush();

        assertThat(emitted).hasSize(1);
    }

    @Test
    void numbersReportsUpwardsOverAllAttempts() {
        report("prune", 1);
        now = now.plusSeconds(1);
        report("prune", 2);
        attempt(2).report("prune", 1, 100, Map.of());

        assertThat(emitted).extracting(StageProgressed::sequence).containsExactly(1L, 2L, 1_000_000_001L);
        assertThat(emitted).extracting(StageProgressed::id).doesNotHaveDuplicates();
    }

    @Test
    void leavesOutNumbersThatJsonCannotHold() {
        reports.report("prune", 1, 0, Map.of("loss", Double.NaN, "a", Double.POSITIVE_INFINITY, "temperature", 1.0));

        assertThat(emitted.getFirst().metrics()).isEqualTo(Map.of("temperature", 1.0));
    }
}
