package io.espalier.cli.demo;

import io.espalier.datasets.shapes.ShapesArchive;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// What the demo brings along: a trained model, its spec, and images drawn from a seed.
final class DemoResources {

    /// Made by `espalier demo train`.
    static final String MODEL = "shapes-resnet14.onnx";

    private static final String SPEC = "spec.yaml";
    private static final String IMAGES = "shapes.zip";

    private DemoResources() {}

    static String spec() {
        try (InputStream spec = open(SPEC)) {
            return new String(spec.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the demo's spec is part of this jar", e);
        }
    }

    /// Puts the model into `directory`.
    static Path model(Path directory) {
        Path file = directory.resolve(MODEL);
        try (InputStream model = open(MODEL)) {
            Files.createDirectories(directory);
            Files.copy(model, file, StandardCopyOption.REPLACE_EXISTING);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
    }

    /// Draws the images into `dataDirectory`, unless an earlier demo did.
    static void images(Path dataDirectory) {
        Path file = dataDirectory.resolve(IMAGES);
        try {
            if (!Files.exists(file)) {
                ShapesArchive.DEMO.write(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
    }

    private static InputStream open(String name) {
        InputStream resource = DemoResources.class.getResourceAsStream("/demo/" + name);
        if (resource == null) {
            throw new IllegalStateException("the demo's " + name + " is missing from this jar");
        }
        return resource;
    }
}
