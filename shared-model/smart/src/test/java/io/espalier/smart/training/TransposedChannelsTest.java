package io.espalier.smart.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.contracts.BlockPattern;
import io.espalier.contracts.BudgetSpec.Storage;
import io.espalier.contracts.BudgetUnit;
import io.espalier.contracts.PruneSpec;
import io.espalier.contracts.PruneSpec.Kernels;
import io.espalier.contracts.PruneSpec.Scope;
import io.espalier.onnx.Dim;
import io.espalier.onnx.ElementType;
import io.espalier.onnx.Graph;
import io.espalier.onnx.ModelHeader;
import io.espalier.onnx.Node;
import io.espalier.onnx.Shape;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.ValueInfo;
import io.espalier.onnx.op.Conv;
import io.espalier.onnx.op.ConvTranspose;
import io.espalier.onnx.op.Flatten;
import io.espalier.onnx.op.GlobalAveragePool;
import io.espalier.onnx.op.Relu;
import io.espalier.onnx.op.Window;
import io.espalier.smart.BlockLayout;
import io.espalier.smart.Specs;
import io.espalier.smart.budget.Costs;
import io.espalier.smart.channels.Compaction;
import io.espalier.smart.channels.OnnxValues;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// A transposed convolution's weight is `(in, out, taps)`: its channels are the second axis, what they are multiplied
/// with the first. conv `stem` 3→5, transposed conv `up` 5→6 2×2, conv `head` 6→4, mean over pixels.
final class TransposedChannelsTest {

    private static final int TAPS = 4;

    private final Graph graph = network();
    private final BlockLayout layout = BlockLayout.of(graph, spec("stem.weight"));

    @Test
    void aChannelOfZerosIsARemovedChannel() {
        // Given: channels 1 and 4 of "up" go
        boolean[] kept = {true, false, true, true, false, true};
        Graph masked = masked(kept);

        // When
        Graph small = Compaction.of(masked, 1);

        // Then
        assertThat(layout.blocks()).isEqualTo(6);
        assertThat(layout.nonZero(masked)).isEqualTo(kept);
        assertThat(weight(small, "up.weight").shape()).containsExactly(5, 4, 2, 2);
        assertThat(logits(small)).containsExactly(logits(masked), within(1e-6f));
        int cut = weight(graph, "up.weight").size() - weight(small, "up.weight").size();
        var bytes = new Costs(graph, layout, "systolic-8x8").in(BudgetUnit.WEIGHT_BYTES, Storage.DENSE);
        assertThat(bytes.of(kept)).isEqualTo(bytes.dense() - cut);
    }

    /// `√(Σ w² E[x²] / |b|)` with inputs that are `c + 1` in channel `c`, whatever the image.
    @Test
    void activationsWeighTheChannelsThatAreRead() {
        Graph constant = graph.withInitializers(Map.of(
                "stem.weight", Tensor.ofFloats(new long[] {5, 3, 1, 1}, new float[15]),
                "stem.bias", Tensor.ofFloats(new long[] {5}, new float[] {1, 2, 3, 4, 5})));
        RunContext context = TinyRuns.context(TinyRuns.spec("method: smart"), Checkpoints.NONE);

        double[] scores = ActivationScores.of(constant, layout, context);

        float[] weights = weight(graph, "up.weight").floats();
        for (int out = 0; out < 6; out++) {
            double sum = 0;
            for (int in = 0; in < 5; in++) {
                for (int tap = 0; tap < TAPS; tap++) {
                    double product = weights[(in * 6 + out) * TAPS + tap] * (in + 1.0);
                    sum += product * product;
                }
            }
            assertThat(scores[out]).isCloseTo(Math.sqrt(sum / (5 * TAPS)), within(1e-6));
        }
    }

    @Test
    void itsNameCanBeExcluded() {
        assertThat(BlockLayout.of(graph, spec("up.weight")).layers())
                .singleElement()
                .satisfies(layer -> assertThat(layer.weight()).isEqualTo("stem.weight"));
    }

    private static PruneSpec spec(String excluded) {
        return Specs.prune(new BlockPattern.Channel(), 0.5, List.of(excluded), Kernels.ALL, Scope.GLOBAL, 1);
    }

    private Graph masked(boolean[] kept) {
        Map<String, Tensor> zeroed = new HashMap<>();
        layout.layers().forEach(layer -> layer.parts().forEach(part -> {
            Tensor old = weight(graph, part.parameter());
            float[] values = old.floats().clone();
            part.elements().forEach((index, block) -> values[index] = kept[block] ? values[index] : 0);
            zeroed.put(part.parameter(), Tensor.ofFloats(old.shape(), values));
        }));
        return graph.withInitializers(zeroed);
    }

    private static float[] logits(Graph graph) {
        return Objects.requireNonNull(OnnxValues.of(graph, Set.of()).get("logits"));
    }

    private static Tensor weight(Graph graph, String name) {
        return Objects.requireNonNull(graph.initializers().get(name));
    }

    private static Graph network() {
        Random random = new Random(5);
        Map<String, Tensor> initializers = new HashMap<>();
        initializers.put("stem.weight", random(random, 5, 3, 1, 1));
        initializers.put("stem.bias", random(random, 5));
        initializers.put("up.weight", random(random, 5, 6, 2, 2));
        initializers.put("up.bias", random(random, 6));
        initializers.put("head.weight", random(random, 4, 6, 1, 1));
        Window point = Window.square(1, 1, 0);
        List<Node> nodes = List.of(
                new Node("stem", new Conv(1, point), List.of("image", "stem.weight", "stem.bias"), List.of("stemmed")),
                new Node("relu", new Relu(), List.of("stemmed"), List.of("open")),
                new Node(
                        "up",
                        new ConvTranspose(1, Window.square(2, 2, 0)),
                        List.of("open", "up.weight", "up.bias"),
                        List.of("wide")),
                new Node("relu2", new Relu(), List.of("wide"), List.of("wider")),
                new Node("head", new Conv(1, point), List.of("wider", "head.weight"), List.of("map")),
                new Node("pool", new GlobalAveragePool(), List.of("map"), List.of("pooled")),
                new Node("flat", new Flatten(1), List.of("pooled"), List.of("logits")));
        return new Graph(
                "transposed",
                List.of(new ValueInfo(
                        "image", ElementType.FLOAT, Shape.of(Dim.of("batch"), Dim.of(3), Dim.of(8), Dim.of(8)))),
                List.of(new ValueInfo("logits", ElementType.FLOAT, Shape.of(Dim.of("batch"), Dim.of(4)))),
                nodes,
                initializers,
                ModelHeader.of(17));
    }

    private static Tensor random(Random random, long... shape) {
        float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensor.ofFloats(shape, values);
    }
}
