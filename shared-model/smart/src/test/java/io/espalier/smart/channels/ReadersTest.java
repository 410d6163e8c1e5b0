package io.espalier.smart.channels;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.contracts.BlockPattern;
import io.espalier.contracts.PruneSpec;
import io.espalier.datasets.Batch;
import io.espalier.datasets.Prediction;
import io.espalier.onnx.Graph;
import io.espalier.onnx.OnnxFile;
import io.espalier.onnx.TrainingForm;
import io.espalier.smart.BlockLayout;
import io.espalier.smart.SharedModels;
import io.espalier.smart.Specs;
import io.espalier.smart.TinyModels;
import io.espalier.trainable.TrainableGraph;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where the weights that read channels are masked, a network computes what it computes where those that make them are.
final class ReadersTest {

    private static final PruneSpec SPEC =
            Specs.prune(new BlockPattern.Channel(), 0.5, List.of(), PruneSpec.Kernels.ALL, PruneSpec.Scope.GLOBAL, 1);

    @Test
    void residualSumsHaveTheChannelsOfAllTheirTerms() {
        requireSameOutputs(TinyModels.residual(4, 1));
    }

    /// Where channels are summed, joined, passed on by depthwise convolutions, and of several outputs.
    @ParameterizedTest
    @ValueSource(strings = {"resnet20-cifar10", "mobilenet_v2", "unet_small", "tiny_detector"})
    void realNetworksComputeTheSame(String model) throws IOException {
        requireSameOutputs(TrainingForm.of(OnnxFile.read(SharedModels.read(model))));
    }

    private static void requireSameOutputs(Graph graph) {
        List<Prediction> made = masked(graph, BlockLayout.of(graph, SPEC));
        List<Prediction> read = masked(graph, BlockLayout.read(graph, SPEC));
        assertThat(read).hasSameSizeAs(made);
        for (int i = 0; i < made.size(); i++) {
            assertThat(difference(made.get(i).values(), read.get(i).values())).isLessThan(1e-5);
        }
    }

    /// With every third channel masked.
    private static List<Prediction> masked(Graph graph, BlockLayout layout) {
        float[] factors = new float[layout.blocks()];
        for (int b = 0; b < factors.length; b++) {
            factors[b] = b % 3 == 0 ? 0 : 1;
        }
        Batch image = OnnxValues.image(graph);
        try (TrainableGraph trainable = TrainableGraph.compile(graph, layout.blockFactors(), 2)) {
            List<Prediction> dense = trainable.predictions(image);
            trainable.setFactors(factors);
            List<Prediction> pruned = trainable.predictions(image);
            assertThat(difference(dense.getLast().values(), pruned.getLast().values()))
                    .isGreaterThan(1e-4);
            return pruned;
        }
    }

    /// Of the largest absolute value.
    private static double difference(float[] expected, float[] actual) {
        double difference = 0;
        double largest = 0;
        for (int v = 0; v < expected.length; v++) {
            difference = Math.max(difference, Math.abs(actual[v] - expected[v]));
            largest = Math.max(largest, Math.abs(expected[v]));
        }
        return difference / largest;
    }
}
