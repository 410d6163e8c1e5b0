package io.espalier.smart.channels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.onnx.Graph;
import io.espalier.onnx.OnnxFile;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.TrainingForm;
import io.espalier.onnx.op.Conv;
import io.espalier.smart.SharedModels;
import io.espalier.smart.channels.ChannelSlice.Role;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// ONNX Runtime is asked whether the smaller network computes what the one with zeros does.
final class CompactionTest {

    @ParameterizedTest
    @CsvSource({
        "resnet20-cifar10",
        "resnet18",
        "mobilenet_v2",
        "densenet121",
        "csp_pan_detector_m",
        "bilateral_segmenter",
        "deeplabv3_mobilenet_v3_large",
        "unet_small",
        "tiny_detector"
    })
    void smallerNetworkComputesTheSame(String model) throws IOException {
        // Given
        Graph pruned = withoutHalf(TrainingForm.of(OnnxFile.read(SharedModels.read(model))), 0.5);

        // When
        Graph compact = Compaction.of(pruned, 1);

        // Then
        requireSameOutputs(pruned, compact);
        assertThat(parameters(compact)).isLessThan(parameters(pruned) / 2);
        assertThat(OnnxFile.read(OnnxFile.write(compact))).isNotNull();
    }

    @Test
    void fillsLayersUpToTheGranule() throws IOException {
        Graph dense = TrainingForm.of(OnnxFile.read(SharedModels.read("resnet18")));
        Graph pruned = withoutHalf(dense, 0.3);

        Graph compact = Compaction.of(pruned, 8);

        requireSameOutputs(pruned, compact);
        assertThat(parameters(compact)).isLessThan(parameters(pruned));
        assertThat(compact.nodes())
                .filteredOn(node -> node.operator() instanceof Conv)
                .allSatisfy(node -> assertThat(
                                compact.constant(node.input(1)).orElseThrow().shape()[0] % 8)
                        .isZero());
    }

    @Test
    void keepsOneChannelWhereAllAreZero() throws IOException {
        Graph pruned = withoutHalf(TrainingForm.of(OnnxFile.read(SharedModels.read("resnet20-cifar10"))), 1);

        Graph compact = Compaction.of(pruned, 1);

        requireSameOutputs(pruned, compact);
        assertThat(compact.initializers().values())
                .allSatisfy(tensor -> assertThat(tensor.size()).isPositive());
    }

    @Test
    void leavesADenseNetworkAsItIs() throws IOException {
        Graph dense = TrainingForm.of(OnnxFile.read(SharedModels.read("mobilenet_v2")));

        assertThat(Compaction.of(dense, 1).initializers()).isEqualTo(dense.initializers());
        assertThatThrownBy(() -> Compaction.of(dense, 0)).hasMessageContaining("granule must be at least 1, was 0");
    }

    private static void requireSameOutputs(Graph pruned, Graph compact) {
        Map<String, float[]> expected = OnnxValues.of(pruned, Set.of());
        Map<String, float[]> found = OnnxValues.of(compact, Set.of());
        expected.forEach((name, values) -> {
            float[] others = found.getOrDefault(name, new float[0]);
            assertThat(others).as(name).hasSameSizeAs(values);
            double scale = 0;
            double worst = 0;
            for (int i = 0; i < values.length; i++) {
                scale = Math.max(scale, Math.abs(values[i]));
                worst = Math.max(worst, Math.abs(values[i] - others[i]));
            }
            assertThat(worst).as("%s, largest value %s", name, scale).isLessThanOrEqualTo(1e-5 * Math.max(1, scale));
        });
    }

    private static long parameters(Graph graph) {
        return graph.initializers().values().stream().mapToLong(Tensor::size).sum();
    }

    /// Zeros in all that makes a random share of the channels.
    private static Graph withoutHalf(Graph graph, double share) {
        ChannelGroups groups = ChannelGroups.of(graph);
        Random random = new Random(7);
        boolean[] removed = new boolean[groups.count()];
        for (int i = 0; i < removed.length; i++) {
            removed[i] = random.nextDouble() < share;
        }
        Map<String, Tensor> changed = new HashMap<>();
        for (ChannelSlice slice : groups.slices()) {
            if (slice.role() == Role.PRODUCES) {
                Tensor tensor = changed.getOrDefault(
                        slice.initializer(), graph.constant(slice.initializer()).orElseThrow());
                float[] values = tensor.floats();
                int inner = NarrowedTensor.product(tensor.shape(), slice.axis() + 1, tensor.rank());
                for (int i = 0; i < values.length; i++) {
                    int group = slice.groups()[i / inner % slice.groups().length];
                    values[i] = group >= 0 && removed[group] ? 0 : values[i];
                }
                changed.put(slice.initializer(), Tensor.ofFloats(tensor.shape(), values));
            }
        }
        return graph.withInitializers(changed);
    }
}
