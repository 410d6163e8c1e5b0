package io.espalier.smart.channels;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.onnx.Graph;
import io.espalier.onnx.OnnxFile;
import io.espalier.onnx.Shape;
import io.espalier.onnx.ShapeInference;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.TrainingForm;
import io.espalier.smart.SharedModels;
import io.espalier.smart.channels.ChannelSlice.Role;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the analysis claims, tried out: with half of the groups removed and everything else random, ONNX Runtime
/// must
/// find exact zeros wherever they are claimed, and whatever reads a removed channel must not matter.
final class ChannelGroupsTest {

    /// The number of groups is stated, so that a rule that pins too much does not pass unseen: in all of these only
    /// the
    /// layers that make the outputs are pinned.
    @ParameterizedTest
    @CsvSource({
        "resnet20-cifar10, 400, 1",
        "resnet18, 2880, 1",
        "mobilenet_v2, 9128, 1",
        "densenet121, 10240, 1",
        "csp_pan_detector_m, 15984, 3",
        "bilateral_segmenter, 2984, 1",
        "deeplabv3_mobilenet_v3_large, 9208, 1",
        "unet_small, 368, 1",
        "tiny_detector, 848, 4"
    })
    void removedChannelsAreZeroEverywhere(String model, int count, int pinned) throws IOException {
        // Given
        Graph graph = TrainingForm.of(OnnxFile.read(SharedModels.read(model)));
        ChannelGroups groups = ChannelGroups.of(graph);
        assertThat(groups.count()).isEqualTo(count);
        assertThat(weights(graph, groups).stream()
                        .filter(slice -> Arrays.stream(slice.groups()).anyMatch(group -> group < 0)))
                .hasSize(pinned);
        boolean[] removed = half(groups.count());
        Map<String, Tensor> changed = new HashMap<>();
        shake(graph, groups, changed);
        fill(graph, groups, removed, Role.PRODUCES, 0, changed);

        // When
        Map<String, float[]> values =
                OnnxValues.of(graph.withInitializers(changed), groups.values().keySet());
        fill(graph, groups, removed, Role.READS, 3, changed);
        Map<String, float[]> other = OnnxValues.of(graph.withInitializers(changed), Set.of());

        // Then
        Map<String, Shape> shapes = ShapeInference.infer(graph.bound(1));
        groups.values()
                .forEach((name, axis) -> requireZeros(
                        name,
                        axis,
                        Objects.requireNonNull(shapes.get(name)).sizes(),
                        Objects.requireNonNull(values.get(name)),
                        removed));
        graph.outputs().forEach(output -> {
            float[] found = Objects.requireNonNull(values.get(output.name()));
            assertThat(Arrays.equals(other.get(output.name()), found))
                    .as(output.name())
                    .isTrue();
            assertThat(found[0] != found[found.length / 2 + 1])
                    .as("anything is computed")
                    .isTrue();
        });
    }

    private static List<ChannelSlice> weights(Graph graph, ChannelGroups groups) {
        return groups.slices().stream()
                .filter(slice -> slice.role() == Role.PRODUCES)
                .filter(slice -> tensor(graph, slice).rank() > 1)
                .toList();
    }

    private static Tensor tensor(Graph graph, ChannelSlice slice) {
        return graph.constant(slice.initializer()).orElseThrow();
    }

    private static void requireZeros(String name, ChannelAxis axis, long[] shape, float[] values, boolean[] removed) {
        assertThat(axis.groups()).as(name).hasSize((int) shape[axis.axis()]);
        int inner = product(shape, axis.axis() + 1);
        for (int i = 0; i < values.length; i++) {
            int at = i / inner % axis.groups().length;
            int group = axis.groups()[at];
            if (group >= 0 && removed[group] && !axis.live()[at] && values[i] != 0) {
                throw new AssertionError("channel %d of '%s' is %s".formatted(at, name, values[i]));
            }
        }
    }

    private static int product(long[] shape, int from) {
        return (int) Arrays.stream(shape, from, shape.length).reduce(1, (a, b) -> a * b);
    }

    private static boolean[] half(int count) {
        Random random = new Random(4);
        boolean[] half = new boolean[count];
        for (int i = 0; i < count; i++) {
            half[i] = random.nextBoolean();
        }
        return half;
    }

    /// Biases, scales and statistics as no initialisation has them.
    private static void shake(Graph graph, ChannelGroups groups, Map<String, Tensor> changed) {
        Random random = new Random(9);
        for (ChannelSlice slice : groups.slices()) {
            Tensor tensor = tensor(graph, slice);
            if (tensor.rank() == 1) {
                float[] values = tensor.floats();
                for (int i = 0; i < values.length; i++) {
                    values[i] += (float) Math.abs(0.2 * random.nextGaussian());
                }
                changed.put(slice.initializer(), Tensor.ofFloats(tensor.shape(), values));
            }
        }
    }

    /// Sets removed channels of all slices of one role.
    private static void fill(
            Graph graph, ChannelGroups groups, boolean[] removed, Role role, float with, Map<String, Tensor> changed) {
        for (ChannelSlice slice : groups.slices()) {
            if (slice.role() == role) {
                Tensor tensor = changed.getOrDefault(slice.initializer(), tensor(graph, slice));
                int inner = product(tensor.shape(), slice.axis() + 1);
                float[] values = tensor.floats();
                for (int i = 0; i < values.length; i++) {
                    int group = slice.groups()[i / inner % slice.groups().length];
                    values[i] = group >= 0 && removed[group] ? with : values[i];
                }
                changed.put(slice.initializer(), Tensor.ofFloats(tensor.shape(), values));
            }
        }
    }
}
