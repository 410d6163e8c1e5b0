package io.espalier.npu;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.onnx.Graph;
import io.espalier.onnx.Node;
import io.espalier.onnx.Shape;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.op.Add;
import io.espalier.onnx.op.Concat;
import io.espalier.onnx.op.Conv;
import io.espalier.onnx.op.Flatten;
import io.espalier.onnx.op.Gemm;
import io.espalier.onnx.op.MaxPool;
import io.espalier.onnx.op.Relu;
import io.espalier.onnx.op.Window;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Channels that nothing needs, through sums, joins, depthwise layers and flattening.
class ChannelCompactionTest {

    private static final Window POINT = Window.square(1, 1, 0);
    private final Map<String, Tensor> weights = new HashMap<>();

    @Test
    void aFilterWithoutWeightsIsTakenOutWithItsReadersInputs() {
        weights.put("w1", filters(4, 3, 1, 2));
        weights.put("w2", filters(5, 4));
        Graph graph = graph(
                new Node("a", new Conv(1, POINT), List.of("image", "w1"), List.of("v1")),
                new Node("r", new Relu(), List.of("v1"), List.of("v2")),
                new Node("b", new Conv(1, POINT), List.of("v2", "w2"), List.of("v3")));
        assertThat(channels(graph, "a", "b")).containsExactly("3 -> 2", "2 -> 5");
    }

    @Test
    void anInputThatNoFilterReadsTakesItsMakerOut() {
        weights.put("w1", filters(4, 3));
        Tensor reader = filters(5, 4);
        float[] values = reader.floats();
        for (int filter = 0; filter < 5; filter++) {
            values[filter * 4 + 3] = 0;
        }
        weights.put("w2", Tensor.ofFloats(reader.shape(), values));
        Graph graph = graph(
                new Node("a", new Conv(1, POINT), List.of("image", "w1"), List.of("v1")),
                new Node("b", new Conv(1, POINT), List.of("v1", "w2"), List.of("v2")));
        assertThat(channels(graph, "a", "b")).containsExactly("3 -> 3", "3 -> 5");
    }

    @Test
    void aSumLosesOnlyWhatBothOperandsLose() {
        weights.put("w1", filters(4, 3, 1, 2));
        weights.put("w2", filters(4, 3, 2, 3));
        weights.put("w3", filters(2, 4));
        Graph graph = graph(
                new Node("a", new Conv(1, POINT), List.of("image", "w1"), List.of("v1")),
                new Node("b", new Conv(1, POINT), List.of("image", "w2"), List.of("v2")),
                new Node("s", new Add(), List.of("v1", "v2"), List.of("v3")),
                new Node("c", new Conv(1, POINT), List.of("v3", "w3"), List.of("v4")));
        assertThat(channels(graph, "a", "b", "c")).containsExactly("3 -> 3", "3 -> 3", "3 -> 2");
    }

    @Test
    void joinedChannelsKeepTheirPlaces() {
        weights.put("w1", filters(4, 3, 1));
        weights.put("w2", filters(4, 3, 2, 3));
        weights.put("w3", filters(2, 8));
        Graph graph = graph(
                new Node("a", new Conv(1, POINT), List.of("image", "w1"), List.of("v1")),
                new Node("b", new Conv(1, POINT), List.of("image", "w2"), List.of("v2")),
                new Node("j", new Concat(1), List.of("v1", "v2"), List.of("v3")),
                new Node("c", new Conv(1, POINT), List.of("v3", "w3"), List.of("v4")));
        assertThat(channels(graph, "a", "b", "c")).containsExactly("3 -> 3", "3 -> 2", "5 -> 2");
    }

    @Test
    void depthwiseAndPoolingAndFlatteningPassThemOn() {
        weights.put("w1", filters(4, 3, 1, 3));
        weights.put("d", filters(4, 1));
        weights.put("g", Tensor.ofFloats(new long[] {4 * 4, 2}, ones(32)));
        Graph graph = graph(
                new Node("a", new Conv(1, POINT), List.of("image", "w1"), List.of("v1")),
                new Node("dw", new Conv(4, POINT), List.of("v1", "d"), List.of("v2")),
                new Node("p", new MaxPool(Window.square(2, 2, 0), false, 0), List.of("v2"), List.of("v3")),
                new Node("f", new Flatten(1), List.of("v3"), List.of("v4")),
                new Node("g", new Gemm(1, 1, false, false), List.of("v4", "g"), List.of("v5")));
        NpuNetwork compacted = NpuNetwork.of(graph).compacted();
        assertThat(compacted.products())
                .extracting(product -> product.shape().gemm().repeats() + " x "
                        + product.shape().gemm().k())
                .containsExactly("1 x 3", "2 x 1", "1 x 8");
    }

    @Test
    void whatOthersSeeStays() {
        weights.put("w1", filters(4, 3, 1, 2));
        Graph graph = graph(new Node("a", new Conv(1, POINT), List.of("image", "w1"), List.of("v1")));
        assertThat(channels(graph, "a")).containsExactly("3 -> 4");
    }

    @Test
    void theReportComparesWithTheWholeNetwork() {
        weights.put("w1", filters(64, 3, 1, 2, 3, 4, 5, 6, 7, 8));
        weights.put("w2", filters(5, 64));
        Graph graph = graph(
                new Node("a", new Conv(1, POINT), List.of("image", "w1"), List.of("v1")),
                new Node("b", new Conv(1, POINT), List.of("v1", "w2"), List.of("v2")));
        NpuProfile plain = NpuProfiles.named("systolic-8x8");
        NpuProfile compacting = ProfileReader.read(
                ProfileReader.resource("profiles/systolic-8x8.yaml") + "channel-compaction: true\n", "test");
        NpuReport before = NpuModel.estimate(graph, plain);
        NpuReport after = NpuModel.estimate(graph, compacting);
        assertThat(after.denseCycles()).isEqualTo(before.denseCycles());
        assertThat(after.cycles()).isLessThan(before.cycles());
        assertThat(after.denseWeightBytes()).isEqualTo(64 * 3 + 5 * 64);
        assertThat(after.structuralSparsity()).isEqualTo(before.structuralSparsity());
        assertThat(after.products().get(0).gemm().n()).isEqualTo(56);
        assertThat(after.exploitableSparsity()).isGreaterThan(after.structuralSparsity());
    }

    private static List<String> channels(Graph graph, String... names) {
        return NpuNetwork.of(graph).compacted().products().stream()
                .filter(product -> Arrays.asList(names).contains(product.name()))
                .map(product -> product.shape().gemm().k() + " -> "
                        + product.shape().gemm().n())
                .toList();
    }

    private Graph graph(Node... nodes) {
        return Graphs.chain(Shape.of(1, 3, 4, 4), List.of(nodes), weights);
    }

    /// Ones of `(outputs, inputs, 1, 1)` with some filters cleared.
    private static Tensor filters(int outputs, int inputs, int... cleared) {
        float[] values = ones(outputs * inputs);
        for (int filter : cleared) {
            Arrays.fill(values, filter * inputs, (filter + 1) * inputs, 0);
        }
        return Tensor.ofFloats(new long[] {outputs, inputs, 1, 1}, values);
    }

    private static float[] ones(int count) {
        float[] values = new float[count];
        Arrays.fill(values, 1);
        return values;
    }
}
