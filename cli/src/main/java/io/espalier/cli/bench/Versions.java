package io.espalier.cli.bench;

import ai.djl.engine.Engine;
import java.util.List;

/// What a measurement was made with.
final class Versions {

    private Versions() {}

    static List<String> lines() {
        Engine engine = Engine.getInstance();
        return List.of(
                engine.getEngineName() + " " + engine.getVersion() + ", Java " + Runtime.version(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", "
                        + Runtime.getRuntime().availableProcessors() + " processors");
    }
}
