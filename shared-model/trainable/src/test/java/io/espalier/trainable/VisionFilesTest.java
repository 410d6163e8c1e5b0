package io.espalier.trainable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import io.espalier.contracts.TrainingSpec;
import io.espalier.datasets.Batch;
import io.espalier.datasets.Prediction;
import io.espalier.onnx.Dim;
import io.espalier.onnx.Graph;
import io.espalier.onnx.OnnxFile;
import io.espalier.onnx.Shape;
import io.espalier.onnx.ShapeInference;
import io.espalier.onnx.TrainingForm;
import io.espalier.onnx.ValueInfo;
import io.espalier.onnx.op.BatchNormalization;
import io.espalier.onnx.op.Conv;
import io.espalier.trainable.loss.Loss;
import io.espalier.trainable.loss.LossValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The reference networks of three tasks: evaluated, trained and written back, with ONNX Runtime as the oracle.
class VisionFilesTest {

    /// Largest difference of an output over its largest value; both sides sum float32 in their own order.
    private static final double TOLERANCE = 1e-4;

    private static final int STEPS = 3;

    /// The offset of a normalisation that a convolution of one place and another normalisation follow: the batch's mean
    /// takes it out, so that its derivative is 0.
    private static final Set<String> WITHOUT_EFFECT = Set.of("ceb.bias");

    /// Images are as small as the graph allows: a detector's grid and a stated reshape fix theirs.
    @ParameterizedTest
    @CsvSource({
        "topologies/bilateral_segmenter.onnx, 64, 128",
        "topologies/csp_pan_detector_m.onnx, 64, 64",
        "topologies/deeplabv3_mobilenet_v3_large.onnx, 64, 96",
        "topologies/densenet121.onnx, 64, 64",
        "topologies/googlenet.onnx, 64, 64",
        "topologies/mobilenet_v2.onnx, 64, 64",
        "topologies/resnet18.onnx, 64, 64",
        "topologies/resnet50.onnx, 64, 64",
        "topologies/unet_small.onnx, 48, 32",
        "untrained/tiny_detector.onnx, 240, 320",
        "untrained/tiny_segmenter.onnx, 48, 32"
    })
    void evaluatesTrainsAndIsWrittenBack(String file, int height, int width) throws IOException {
        Graph graph = withImages(OnnxFile.read(read(file)), height, width);
        try (TrainableGraph trainable = TrainableGraph.compile(TrainingForm.of(graph), List.of(), 2)) {
            assertAgreement(trainable, OnnxFile.write(graph), batch(1, height, width), batch(2, height, width));

            Batch images = batch(2, height, width);
            Optimizer optimizer =
                    Optimizers.of(new TrainingSpec(TrainingSpec.Optimizer.SGD, 2, 1e-3, 0.9, 0), trainable);
            for (int step = 0; step < STEPS; step++) {
                trainable.backward(images, spread());
                assertEveryParameterLearns(trainable, step);
                optimizer.step(1e-3);
            }

            assertAgreement(trainable, OnnxFile.write(trainable.export()), images);
        }
    }

    /// The detector's grids `p0` and `p1` are operands of Add, as a position embedding would be.
    @Test
    void aDetectorsGridIsNotTrained() throws IOException {
        Graph graph = TrainingForm.of(OnnxFile.read(read("untrained/tiny_detector.onnx")));
        List<String> layers = graph.nodes().stream()
                .filter(node -> node.operator() instanceof Conv || node.operator() instanceof BatchNormalization)
                .flatMap(node -> node.inputs().stream().skip(1).limit(2))
                .toList();

        try (TrainableGraph detector = TrainableGraph.compile(graph, List.of(), 1)) {
            assertThat(detector.parameters())
                    .extracting(Parameter::name)
                    .containsExactlyInAnyOrderElementsOf(layers)
                    .hasSizeGreaterThan(40)
                    .noneMatch(name -> name.startsWith("p0") || name.startsWith("p1"));
        }
    }

    private static void assertAgreement(TrainableGraph trainable, byte[] model, Batch... batches) {
        try (OnnxRuntime oracle = new OnnxRuntime(model)) {
            for (Batch batch : batches) {
                List<Prediction> actual = trainable.predictions(batch);
                List<float[]> expected = oracle.outputs(batch);
                assertThat(actual).hasSameSizeAs(expected);
                for (int i = 0; i < expected.size(); i++) {
                    assertThat(relativeError(actual.get(i).values(), expected.get(i)))
                            .as(actual.get(i).output() + " of " + batch.size())
                            .isLessThan(TOLERANCE);
                }
            }
        }
    }

    private static void assertEveryParameterLearns(TrainableGraph graph, int step) {
        for (Parameter parameter : graph.parameters()) {
            double size = 0;
            for (float element : graph.gradient(parameter.name())) {
                size = Math.max(size, Math.abs(element));
            }
            String what = "gradient of " + parameter.name() + " in step " + step;
            assertThat(size).as(what).isFinite();
            if (!WITHOUT_EFFECT.contains(parameter.name())) {
                assertThat(size).as(what).isPositive();
            }
        }
    }

    /// The mean over all outputs of `y · t + y² / 2` with fixed random t: no gradient of it cancels, as the mean of a
    /// normalised value would.
    private static Loss spread() {
        return (outputs, batch) -> {
            SplittableRandom random = new SplittableRandom(5);
            NDArray total = outputs.byName().values().stream()
                    .map(y -> spread(y, random))
                    .reduce(NDArray::add)
                    .orElseThrow();
            return new LossValue(total, Map.of());
        };
    }

    private static NDArray spread(NDArray y, SplittableRandom random) {
        float[] targets = new float[Math.toIntExact(y.size())];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = (float) random.nextGaussian();
        }
        NDArray t = y.getManager().create(targets, y.getShape());
        return y.mul(t).add(y.square().mul(0.5f)).mean();
    }

    private static Graph withImages(Graph graph, int height, int width) {
        ValueInfo image = graph.inputs().getFirst();
        Shape shape = Shape.of(image.shape().dim(0), Dim.of(3), Dim.of(height), Dim.of(width));
        List<ValueInfo> inputs = List.of(new ValueInfo(image.name(), image.type(), shape));
        Graph resized =
                new Graph(graph.name(), inputs, graph.outputs(), graph.nodes(), graph.initializers(), graph.header());
        Map<String, Shape> shapes = ShapeInference.infer(resized);
        List<ValueInfo> outputs = graph.outputs().stream()
                .map(output ->
                        new ValueInfo(output.name(), output.type(), Objects.requireNonNull(shapes.get(output.name()))))
                .toList();
        return new Graph(graph.name(), inputs, outputs, graph.nodes(), graph.initializers(), graph.header());
    }

    private static Batch batch(int size, int height, int width) {
        return Networks.batch(size, height, width, 31);
    }

    private static double relativeError(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        double difference = 0;
        double largest = 0;
        for (int i = 0; i < expected.length; i++) {
            difference = Math.max(difference, Math.abs((double) actual[i] - expected[i]));
            largest = Math.max(largest, Math.abs(expected[i]));
        }
        return difference / largest;
    }

    private static byte[] read(String file) throws IOException {
        Path models = Path.of(System.getProperty("espalier.shared", "../shared"), "models");
        assumeTrue(Files.isDirectory(models), "the shared models are not beside the checkout: " + models);
        if (!file.startsWith("topologies/")) {
            return Files.readAllBytes(models.resolve(file));
        }
        try (ZipFile zip = new ZipFile(models.resolve("topologies.zip").toFile())) {
            return zip.getInputStream(zip.getEntry(file.substring("topologies/".length())))
                    .readAllBytes();
        }
    }
}
