package io.espalier.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/// Models, data sets and golden files that are too large for the repository: system property `espalier.shared`, by
/// default `../shared` beside the checkout. A test that needs one is skipped where it is absent.
public final class SharedData {

    private static final String PROPERTY = "espalier.shared";

    private SharedData() {}

    /// The file or folder at `relative`, such as `models/resnet20-cifar10.onnx`; skips the test if there is none.
    public static Path require(String relative) {
        String root = System.getProperty(PROPERTY, "../shared");
        Path path = Path.of(root).resolve(relative).toAbsolutePath().normalize();
        Assumptions.assumeTrue(
                Files.exists(path),
                () -> "skipped: no " + path + "; set -D" + PROPERTY + " to the folder that holds it");
        return path;
    }
}
