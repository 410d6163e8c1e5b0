package io.espalier.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RunLinesTest {

    @Test
    void oneBarPerStage() {
        assertThat(RunLines.of(Views.pruning(100, 1), 100, Views.START.plusSeconds(68)))
                .containsExactly(
                        "run r-0123456789abcdef  shapes-resnet14",
                        "✓ ingest     ██████████████████████████████ 100%  2 s",
                        "▶ pruning    ███████████████░░░░░░░░░░░░░░░  50%  prune  loss 0.4322  temperature 0.05  1 min 05 s",
                        "· finetuning ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░",
                        "· evaluation ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░",
                        "· registry   ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░");
    }

    @Test
    void narrowTerminalsGetShortBarsAndRetriesAreSaid() {
        assertThat(RunLines.of(Views.pruning(20, 2), 40, Views.START).get(2))
                .isEqualTo("▶ pruning    ▌░░░░  10%  prune  attempt 2  loss 0.4322  temperature 0.05");
    }

    @Test
    void aFailedStageIsMarked() {
        assertThat(RunLines.of(Views.failed(), 40, Views.START).get(1)).isEqualTo("✗ ingest     ██▌░░  50%  failed");
    }
}
