package io.espalier.pipeline;

import io.espalier.datasets.shapes.ShapesArchive;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the runs of a test are made of: the bundled model, a small data set, run specs.
///
/// @param directory holds them
record Inputs(Path directory) {

    /// Ends a spec so that a run takes seconds and any accuracy will do.
    static final String SHORT = """
            prune: {epochs: 1}
            finetune: {epochs: 1}
            gates: {max-accuracy-drop: 0.5}
            """;

    /// Two budgets on a dense control.
    static final String SWEEP = """
            control: {epochs: 1}
            prune: {epochs: 1, budget: [{block-sparsity: 0.5}, {block-sparsity: 0.7}]}
            finetune: {epochs: 0}
            gates: {max-accuracy-drop: 0.9}
            """;

    /// Model and data are written once, because services read them while tests run.
    static Inputs write(Path directory) throws IOException {
        Inputs inputs = new Inputs(directory);
        try (InputStream bundled = Inputs.class.getResourceAsStream("/demo/shapes-resnet14.onnx")) {
            Files.copy(bundled, inputs.model());
        }
        new ShapesArchive(3, 40, 20).write(inputs.dataDirectory().resolve("shapes.zip"));
        return inputs;
    }

    /// The bundled model of the demo.
    Path model() {
        return directory.resolve("model.onnx");
    }

    Path dataDirectory() {
        return directory.resolve("data");
    }

    /// A spec on the small data set; `more` is laid at the end.
    String spec(String model, String more) {
        return """
                model: %s
                data:
                  uri: zip:shapes.zip!/shapes
                  preprocessing: {mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25]}
                training: {batch-size: 40, learning-rate: 0.005}
                device: systolic-8x8
                """.formatted(model) + more;
    }
}
