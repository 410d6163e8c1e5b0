package io.espalier.smart.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.onnx.Dim;
import io.espalier.onnx.ElementType;
import io.espalier.onnx.Graph;
import io.espalier.onnx.ModelHeader;
import io.espalier.onnx.Node;
import io.espalier.onnx.OnnxFile;
import io.espalier.onnx.Shape;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.ValueInfo;
import io.espalier.onnx.op.Add;
import io.espalier.onnx.op.Conv;
import io.espalier.onnx.op.Softmax;
import io.espalier.onnx.op.Window;
import io.espalier.smart.TinyModels;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RandomWeightsTest {

    private final Graph drawn = RandomWeights.of(TinyModels.network(1000, 1), 5);

    /// 864 weights over 72 products an output; 10,000 over 10.
    @Test
    void varianceIsTwoOverTheFanIn() {
        assertThat(variance("wide.weight")).isCloseTo(2.0 / 72, within(0.2 * 2 / 72));
        assertThat(variance("fc.weight")).isCloseTo(2.0 / 10, within(0.05 * 2 / 10));
        assertThat(variance("depthwise.weight")).isCloseTo(2.0 / 9, within(0.5 * 2 / 9));
    }

    @Test
    void normalisationsAndBiasesStartNeutral() {
        assertThat(values("wide.gamma")).containsOnly(1);
        assertThat(values("wide.beta")).containsOnly(0);
        assertThat(values("wide.mean")).containsOnly(0);
        assertThat(values("wide.var")).containsOnly(1);
        assertThat(values("fc.bias")).containsOnly(0);
    }

    @Test
    void theSeedDecidesAndTheGivenWeightsDoNot() {
        Graph other = TinyModels.network(1000, 2);

        assertThat(OnnxFile.write(RandomWeights.of(other, 5))).isEqualTo(OnnxFile.write(drawn));
        assertThat(OnnxFile.write(RandomWeights.of(other, 6))).isNotEqualTo(OnnxFile.write(drawn));
    }

    /// Image, convolution, position embedding, convolution, distribution, its mean over 0, 1, …, 15.
    @Test
    void drawsPositionEmbeddingsAndKeepsWhatIsNotLearned() {
        // Given
        Map<String, Tensor> constants = new LinkedHashMap<>();
        constants.put("stem", filled(16, 3, 1, 1));
        constants.put("position", filled(1, 16, 8, 8));
        constants.put("body", filled(16, 16, 1, 1));
        float[] counts = new float[16];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = i;
        }
        constants.put("support", Tensor.ofFloats(new long[] {1, 16, 1, 1}, counts));
        Conv conv = new Conv(1, Window.square(1, 1, 0));
        List<Node> nodes = List.of(
                new Node("a", conv, List.of("image", "stem"), List.of("u")),
                new Node("b", new Add(), List.of("u", "position"), List.of("v")),
                new Node("c", conv, List.of("v", "body"), List.of("w")),
                new Node("d", new Softmax(1, false), List.of("w"), List.of("p")),
                new Node("e", conv, List.of("p", "support"), List.of("mean")));
        Shape shape = Shape.of(Dim.of("batch"), Dim.of(3), Dim.of(8), Dim.of(8));
        ValueInfo image = new ValueInfo("image", ElementType.FLOAT, shape);
        Shape one = Shape.of(Dim.of("batch"), Dim.of(1), Dim.of(8), Dim.of(8));
        ValueInfo mean = new ValueInfo("mean", ElementType.FLOAT, one);
        Graph detector = new Graph("detector", List.of(image), List.of(mean), nodes, constants, ModelHeader.of(17));

        // When
        Graph random = RandomWeights.of(detector, 5);

        // Then
        assertThat(floats(random, "support")).containsExactly(counts);
        assertThat(variance(floats(random, "position"))).isCloseTo(0.0004, within(0.0001));
        assertThat(variance(floats(random, "body"))).isCloseTo(2.0 / 16, within(0.03));
    }

    private static Tensor filled(long... shape) {
        int size = Math.toIntExact(Arrays.stream(shape).reduce(1, (a, b) -> a * b));
        float[] values = new float[size];
        Arrays.fill(values, 5);
        return Tensor.ofFloats(shape, values);
    }

    private double variance(String weight) {
        return variance(values(weight));
    }

    private static double variance(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value * value;
        }
        return sum / values.length;
    }

    private float[] values(String name) {
        return floats(drawn, name);
    }

    private static float[] floats(Graph graph, String name) {
        return graph.constant(name).orElseThrow().floats();
    }
}
