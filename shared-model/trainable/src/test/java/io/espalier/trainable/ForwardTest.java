package io.espalier.trainable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.espalier.contracts.TrainingSpec;
import io.espalier.datasets.Batch;
import io.espalier.onnx.Graph;
import io.espalier.onnx.OnnxFile;
import io.espalier.onnx.TrainingForm;
import io.espalier.trainable.loss.Loss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Logits in eval mode against ONNX Runtime, on real files and on what training writes back.
class ForwardTest {

    /// Largest difference over the largest logit; both sides sum float32 in their own order.
    private static final double TOLERANCE = 1e-4;

    private static final int CIFAR = 32;
    private static final int IMAGENET = 224;

    private final Loss loss = Networks.crossEntropy();

    @ParameterizedTest
    @ValueSource(strings = {"resnet20-cifar10.onnx", "resnet20-cifar10-bn-folded.onnx"})
    void pretrainedModelsAgree(String name) throws IOException {
        Path file = shared().resolve("models/pretrained").resolve(name);
        assertAgreement(Files.readAllBytes(file), CIFAR);
    }

    @ParameterizedTest
    @ValueSource(strings = {"resnet18.onnx", "mobilenet_v2.onnx"})
    void topologiesAgree(String name) throws IOException {
        try (ZipFile zip = new ZipFile(shared().resolve("models/topologies.zip").toFile())) {
            assertAgreement(zip.getInputStream(zip.getEntry(name)).readAllBytes(), IMAGENET);
        }
    }

    private static void assertAgreement(byte[] model, int image) {
        Graph graph = TrainingForm.of(OnnxFile.read(model));
        try (TrainableGraph trainable = TrainableGraph.compile(graph, List.of(), 2);
                OnnxRuntime oracle = new OnnxRuntime(model)) {
            for (int size : new int[] {1, 3}) {
                Batch batch = Networks.batch(size, image, 17 + size);
                assertClose(Networks.logits(trainable, batch), oracle.logits(batch));
            }
        }
    }

    @Test
    void aTrainedGraphIsWrittenBackAsItEvaluates() {
        Batch batch = Networks.batch(9, 4);
        try (TrainableGraph graph =
                TrainableGraph.compile(Networks.tiny(), List.of(new BlockFactor.Tiles("c2.w", 2, 3)), 1)) {
            // Given
            float[] factors = new float[graph.factorCount()];
            for (int i = 0; i < factors.length; i++) {
                factors[i] = i % 3 == 0 ? 0 : 0.5f + 0.1f * i % 1;
            }
            graph.setFactors(factors);
            TrainingSpec spec = new TrainingSpec(TrainingSpec.Optimizer.SGD, 9, 0.1, 0.9, 0.01);
            Optimizer optimizer = Optimizers.of(spec, graph);
            for (int step = 0; step < 5; step++) {
                graph.backward(batch, loss);
                optimizer.step(0.1);
            }

            // When
            byte[] file = OnnxFile.write(graph.export());

            // Then
            try (OnnxRuntime oracle = new OnnxRuntime(file)) {
                float[] trained = oracle.logits(batch);
                assertClose(Networks.logits(graph, batch), trained);
                try (OnnxRuntime before = new OnnxRuntime(OnnxFile.write(Networks.tiny()))) {
                    assertThat(relativeError(before.logits(batch), trained)).isGreaterThan(100 * TOLERANCE);
                }
            }
        }
    }

    private static void assertClose(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        assertThat(relativeError(actual, expected)).isLessThan(TOLERANCE);
    }

    private static double relativeError(float[] actual, float[] expected) {
        double difference = 0;
        double largest = 0;
        for (int i = 0; i < expected.length; i++) {
            difference = Math.max(difference, Math.abs((double) actual[i] - expected[i]));
            largest = Math.max(largest, Math.abs(expected[i]));
        }
        return difference / largest;
    }

    private static Path shared() {
        Path shared = Path.of(System.getProperty("espalier.shared", "../shared"));
        assumeTrue(Files.isDirectory(shared), "the shared models are not beside the checkout: " + shared);
        return shared;
    }
}
