package io.espalier.cli.local;

import io.espalier.cli.terminal.LiveBlock;
import io.espalier.cli.terminal.ProgressLine;
import io.espalier.cli.terminal.Terminal;
import io.espalier.smart.training.RunListener;
import java.util.LinkedHashMap;
import java.util.Map;

/// Shows the phases of a local run: a bar each on a terminal, else one plain line per tenth of a phase.
public final class LocalProgress implements RunListener {

    private static final long FRAME_NANOS = 100_000_000L;

    private final Terminal terminal;
    private final LiveBlock block;
    private final Map<String, Progress> phases = new LinkedHashMap<>();
    private long drawnNanos = System.nanoTime() - FRAME_NANOS;

    public LocalProgress(Terminal terminal) {
        this.terminal = terminal;
        this.block = new LiveBlock(terminal);
    }

    @Override
    public void progressed(Progress progress) {
        Progress earlier = phases.put(progress.phase(), progress);
        if (terminal.interactive()) {
            draw(progress);
        } else if (earlier == null || tenth(earlier) != tenth(progress)) {
            String share = progress.total() == 0 ? "" : " " + 10 * tenth(progress) + "%";
            terminal.line((progress.phase() + share + "  " + ProgressLine.metrics(progress.metrics())).stripTrailing());
        }
    }

    private void draw(Progress progress) {
        boolean last = progress.done() == progress.total();
        if (last || System.nanoTime() - drawnNanos >= FRAME_NANOS) {
            block.draw(phases.values().stream().map(this::line).toList());
            drawnNanos = System.nanoTime();
        }
    }

    private String line(Progress phase) {
        boolean done = phase.done() == phase.total();
        double fraction = phase.total() == 0 ? 0 : (double) phase.done() / phase.total();
        return new ProgressLine(
                        done ? "✓" : "▶",
                        phase.phase(),
                        fraction,
                        phase.total() > 0,
                        ProgressLine.metrics(phase.metrics()))
                .draw(terminal.columns());
    }

    private static long tenth(Progress progress) {
        return progress.total() == 0 ? 0 : 10 * progress.done() / progress.total();
    }
}
