package io.espalier.cli.watch;

import io.espalier.cli.terminal.ProgressLine;
import io.espalier.contracts.Stage;
import io.espalier.contracts.view.RunView;
import io.espalier.contracts.view.StageStatus;
import io.espalier.contracts.view.StageView;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/// A run as plain lines, for logs and pipes: one when a stage begins, one per tenth of it, one when it ends.
final class PlainProgress implements Consumer<RunView> {

    private final Consumer<String> out;
    private final Map<Stage, String> said = new EnumMap<>(Stage.class);

    PlainProgress(Consumer<String> out) {
        this.out = out;
    }

    @Override
    public void accept(RunView run) {
        run.stages().stream()
                .filter(stage -> stage.status() != StageStatus.WAITING)
                .forEach(this::say);
    }

    private void say(StageView stage) {
        String news = news(stage);
        if (!news.equals(said.put(stage.stage(), news))) {
            String metrics = stage.status() == StageStatus.RUNNING ? ProgressLine.metrics(stage.metrics()) : "";
            out.accept((stage.stage().label() + ": " + news + "  " + metrics).stripTrailing());
        }
    }

    private static String news(StageView stage) {
        return switch (stage.status()) {
            case WAITING -> "waiting";
            case DONE -> "done";
            case FAILED -> "failed";
            case RUNNING -> (stage.phase() + " " + tenths(stage)).strip();
        };
    }

    private static String tenths(StageView stage) {
        return stage.total() == 0 ? "" : 10 * (10 * stage.done() / stage.total()) + "%";
    }
}
