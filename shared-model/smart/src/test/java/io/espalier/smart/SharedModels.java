package io.espalier.smart;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Assumptions;

/// The real models beside the project; a test that asks for one is skipped where they are absent.
public final class SharedModels {

    private static final Path FOLDER = Path.of(System.getProperty("espalier.shared", "../shared"), "models");

    private SharedModels() {}

    /// A model of `pretrained/` or `untrained/`, else of `topologies.zip`.
    public static byte[] read(String name) throws IOException {
        for (String folder : List.of("pretrained", "untrained")) {
            Path file = FOLDER.resolve(folder).resolve(name + ".onnx");
            if (Files.isRegularFile(file)) {
                return Files.readAllBytes(file);
            }
        }
        Path zip = FOLDER.resolve("topologies.zip");
        Assumptions.assumeTrue(Files.isRegularFile(zip), "the shared models are not there: " + FOLDER);
        try (ZipFile topologies = new ZipFile(zip.toFile())) {
            var entry = topologies.stream()
                    .filter(e -> e.getName().endsWith(name + ".onnx"))
                    .findFirst()
                    .orElseThrow();
            try (InputStream bytes = topologies.getInputStream(entry)) {
                return bytes.readAllBytes();
            }
        }
    }
}
