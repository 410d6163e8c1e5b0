package io.espalier.cli.demo;

import io.espalier.contracts.RunSpec;
import io.espalier.contracts.RunSpecReader;
import io.espalier.datasets.Datasets;
import io.espalier.datasets.ImageDataset;
import io.espalier.datasets.shapes.ShapesArchive;
import io.espalier.onnx.Graph;
import io.espalier.onnx.OnnxFile;
import io.espalier.smart.training.Checkpoints;
import io.espalier.smart.training.ControlRun;
import io.espalier.smart.training.RunContext;
import io.espalier.smart.training.RunListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/// Makes the model that is bundled with the demo: [SmallResNet] with random weights, trained on the drawn shapes.
final class DemoModelTraining {

    private static final long WEIGHT_SEED = 20;

    /// Twice the demo's images: its own, and as many more.
    private static final ShapesArchive MORE_IMAGES = new ShapesArchive(
            ShapesArchive.DEMO.seed(), 2 * ShapesArchive.DEMO.trainPerClass(), ShapesArchive.DEMO.testPerClass());

    private static final String SPEC = """
            model: shapes-resnet14
            data:
              uri: zip:shapes.zip!/shapes
              preprocessing: {mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25]}
              augment: {horizontal-flip: true, crop-padding-pixels: 2}
            control: {epochs: 12}
            training: {batch-size: 64, learning-rate: 0.1, momentum: 0.9, weight-decay: 0.0005}
            reproducibility: {seed: 11, threads: 1}
            """;

    private DemoModelTraining() {}

    /// @param work folder for the images and their decoded cache
    /// @param file where the ONNX file goes
    static void run(Path work, Path file, RunListener listener) throws IOException {
        MORE_IMAGES.write(work.resolve("shapes.zip"));
        RunSpec spec = RunSpecReader.read(SPEC);
        try (ImageDataset train = Datasets.open(spec.data(), "train", work, work.resolve("cache"));
                ImageDataset test = Datasets.open(spec.data(), "test", work, work.resolve("cache"))) {
            RunContext context = new RunContext(spec, train, test, Checkpoints.NONE, listener);
            Graph untrained = SmallResNet.untrained(train.classNames().size(), new SplittableRandom(WEIGHT_SEED));
            Files.write(
                    file, OnnxFile.write(new ControlRun(context).run(untrained).graph()));
        }
    }
}
