package io.espalier.cli.bench.accuracy;

import io.espalier.cli.terminal.ProgressLine;
import io.espalier.cli.terminal.Terminal;
import io.espalier.cli.terminal.Units;
import io.espalier.smart.training.RunListener;
import java.time.Duration;
import java.util.OptionalDouble;

/// One line a quarter of each phase: `[3/20] smart-8x8-0.7-s1  prune 50%  loss 0.41  left 12 min 05 s`.
final class CellProgress implements RunListener {

    private static final int PARTS = 4;

    private final Terminal terminal;
    private final String prefix;
    private final OptionalDouble secondsLeft;
    private final long begunNanos = System.nanoTime();
    private String phase = "";
    private long part;

    /// @param prefix      `[3/20] smart-8x8-0.7-s1`
    /// @param secondsLeft of this cell and all that follow, if a cell's time is known
    CellProgress(Terminal terminal, String prefix, OptionalDouble secondsLeft) {
        this.terminal = terminal;
        this.prefix = prefix;
        this.secondsLeft = secondsLeft;
    }

    @Override
    public void progressed(Progress progress) {
        long reached = progress.total() == 0 ? 0 : PARTS * progress.done() / progress.total();
        if (!progress.phase().equals(phase) || reached != part) {
            phase = progress.phase();
            part = reached;
            terminal.line("%s  %s %d%%  %s%s"
                    .formatted(prefix, phase, 100 / PARTS * reached, ProgressLine.metrics(progress.metrics()), left())
                    .stripTrailing());
        }
    }

    private String left() {
        if (secondsLeft.isEmpty()) {
            return "";
        }
        double seconds = Math.max(0, secondsLeft.getAsDouble() - (System.nanoTime() - begunNanos) / 1e9);
        return "  left " + Units.duration(Duration.ofSeconds(Math.round(seconds)));
    }
}
