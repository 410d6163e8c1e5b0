package io.espalier.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.cli.terminal.Terminal;
import io.espalier.smart.training.RunListener;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LocalProgressTest {

    private final StringWriter written = new StringWriter();

    @Test
    void plainOutputIsOneLineATenth() {
        // Given
        LocalProgress progress = new LocalProgress(new Terminal(new PrintWriter(written), false, 80));

        // When
        progress.progressed(new RunListener.Progress("data", 5000, 0, Map.of()));
        for (int step = 1; step <= 20; step++) {
            progress.progressed(new RunListener.Progress("prune", step, 20, Map.of("loss", 1.0 / step)));
        }

        // Then
        assertThat(written.toString().lines())
                .hasSize(12)
                .startsWith("data", "prune 0%  loss 1", "prune 10%  loss 0.5")
                .endsWith("prune 100%  loss 0.05");
    }

    @Test
    void aTerminalShowsOneBarAPhase() {
        // Given
        LocalProgress progress = new LocalProgress(new Terminal(new PrintWriter(written), true, 60));
        progress.progressed(new RunListener.Progress("prune", 20, 20, Map.of()));

        // When
        progress.progressed(new RunListener.Progress("finetune", 5, 5, Map.of("loss", 0.25)));

        // Then
        assertThat(written.toString())
                .contains("✓ prune      ██████████ 100%\n✓ finetune   ██████████ 100%  loss 0.25\n");
    }
}
