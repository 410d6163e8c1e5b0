package io.espalier.cli.local;

import io.espalier.cli.terminal.LiveBlock;
import io.espalier.cli.terminal.ProgressLine;
import io.espalier.cli.terminal.Terminal;
import io.espalier.cli.terminal.Units;
import io.espalier.smart.training.RunListener;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/// Dense training as it goes: a line an epoch with mean loss, validation, speed and the time that is left, and on a
/// terminal a bar for what is being done.
final class TrainingProgress implements RunListener {

    private static final String TRAINING = "control";
    private static final String VALIDATION = "validation-";
    private static final long FRAME_NANOS = 100_000_000L;

    private final Terminal terminal;
    private final int epochs;
    private final LongSupplier nanoTime;
    private final Set<String> begun = new HashSet<>();
    private LiveBlock block;
    private long drawnNanos;
    private long firstNanos;
    private long firstStep = -1;
    private long printedEpochs;
    private double lossSum;
    private long lossSteps;
    private Progress pending = new Progress(TRAINING, 0, 0, Map.of());

    TrainingProgress(Terminal terminal, int epochs) {
        this(terminal, epochs, System::nanoTime);
    }

    /// @param nanoTime a clock as [System#nanoTime]
    TrainingProgress(Terminal terminal, int epochs, LongSupplier nanoTime) {
        this.terminal = terminal;
        this.epochs = epochs;
        this.nanoTime = nanoTime;
        this.block = new LiveBlock(terminal);
        this.drawnNanos = nanoTime.getAsLong() - FRAME_NANOS;
    }

    @Override
    public void progressed(Progress progress) {
        if (progress.phase().equals(TRAINING)) {
            trained(progress);
        } else {
            other(progress);
        }
        draw(progress);
    }

    /// An epoch's line waits for its validation, which comes before the next step.
    private void trained(Progress progress) {
        boolean validated = progress.metrics().keySet().stream().anyMatch(name -> name.startsWith(VALIDATION));
        if (!validated) {
            printPending();
            count(progress);
        }
        long perEpoch = Math.max(1, progress.total() / epochs);
        if (progress.done() % perEpoch == 0 && progress.done() / perEpoch > printedEpochs) {
            pending = progress;
            if (validated
                    || (progress.done() == progress.total()
                            && progress.metrics().isEmpty())) {
                printPending();
            }
        }
    }

    private void count(Progress progress) {
        if (firstStep < 0) {
            firstStep = progress.done() - 1;
            firstNanos = nanoTime.getAsLong();
            printedEpochs = firstStep / Math.max(1, progress.total() / epochs);
        }
        lossSum += progress.metrics().getOrDefault("loss", 0.0);
        lossSteps++;
    }

    private void printPending() {
        long perEpoch = Math.max(1, pending.total() / epochs);
        if (pending.done() == 0 || pending.done() / perEpoch <= printedEpochs) {
            return;
        }
        printedEpochs = pending.done() / perEpoch;
        print("epoch %d/%d  loss %s%s  %s images/s  %s left"
                .formatted(
                        printedEpochs,
                        epochs,
                        Units.number(lossSum / Math.max(1, lossSteps)),
                        validation(pending.metrics()),
                        Units.number(Math.rint(pending.metrics().getOrDefault("images-per-second", 0.0))),
                        Units.duration(left(pending))));
        lossSum = 0;
        lossSteps = 0;
    }

    private static String validation(Map<String, Double> metrics) {
        return new TreeMap<>(metrics)
                .entrySet().stream()
                        .filter(metric -> metric.getKey().startsWith(VALIDATION))
                        .map(metric -> "  " + metric.getKey().substring(VALIDATION.length()) + " "
                                + Units.number(metric.getValue()))
                        .collect(Collectors.joining());
    }

    private Duration left(Progress progress) {
        double perStep = (double) (nanoTime.getAsLong() - firstNanos) / Math.max(1, progress.done() - firstStep);
        return Duration.ofNanos(Math.round(perStep * (progress.total() - progress.done())));
    }

    private void other(Progress progress) {
        if (progress.phase().equals("accuracy")) {
            printPending();
        }
        if (!terminal.interactive() && !progress.phase().equals("validation") && begun.add(progress.phase())) {
            terminal.line(progress.phase().equals("accuracy") ? "measuring in ONNX Runtime" : progress.phase());
        }
    }

    private void print(String line) {
        if (terminal.interactive()) {
            block.draw(List.of(line));
            block = new LiveBlock(terminal);
        } else {
            terminal.line(line);
        }
    }

    private void draw(Progress progress) {
        boolean last = progress.done() == progress.total();
        if (!terminal.interactive() || !(last || nanoTime.getAsLong() - drawnNanos >= FRAME_NANOS)) {
            return;
        }
        drawnNanos = nanoTime.getAsLong();
        double fraction = progress.total() == 0 ? 0 : (double) progress.done() / progress.total();
        String name = progress.phase().equals(TRAINING) ? "train" : progress.phase();
        block.draw(List.of(new ProgressLine(
                        last ? "✓" : "▶",
                        name,
                        fraction,
                        progress.total() > 0,
                        ProgressLine.metrics(progress.metrics()))
                .draw(terminal.columns())));
    }
}
