package io.espalier.cli.bench;

import io.espalier.trainable.StepBenchmark;
import java.util.List;

/// What a measurement was made with.
final class Versions {

    private Versions() {}

    static List<String> lines() {
        return List.of(
                StepBenchmark.engine() + ", Java " + Runtime.version(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", "
                        + Runtime.getRuntime().availableProcessors() + " processors");
    }
}
