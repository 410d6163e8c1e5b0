package io.espalier.trainable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.contracts.TrainingSpec;
import io.espalier.datasets.Batch;
import io.espalier.onnx.Graph;
import io.espalier.onnx.Node;
import io.espalier.onnx.OnnxFile;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.TrainingForm;
import io.espalier.onnx.op.Add;
import io.espalier.onnx.op.Conv;
import io.espalier.onnx.op.Gather;
import io.espalier.onnx.op.Gelu;
import io.espalier.onnx.op.Gemm;
import io.espalier.onnx.op.LayerNormalization;
import io.espalier.onnx.op.MatMul;
import io.espalier.onnx.op.Mul;
import io.espalier.onnx.op.Operator;
import io.espalier.onnx.op.Reduce;
import io.espalier.onnx.op.Reshape;
import io.espalier.onnx.op.Softmax;
import io.espalier.onnx.op.Split;
import io.espalier.onnx.op.Transpose;
import io.espalier.onnx.op.Window;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// A vision transformer of one block: patches by a convolution, a position embedding, attention with two heads, a
/// perceptron with Gelu, the mean token and a linear layer.
class VisionTransformerTest {

    private static final int WIDTH = 8;
    private static final int HEADS = 2;
    private static final int TOKENS = 9; // 3 × 3 patches with stride 2

    private static final double TOLERANCE = 1e-4;
    private static final double STEP = 4e-3;

    private final Map<String, Tensor> weights = new LinkedHashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private final SplittableRandom random = new SplittableRandom(3);
    private final Batch batch = Networks.batch(4, 9);

    @Test
    void trainsAndIsWrittenBack() {
        Graph graph = graph();
        try (TrainableGraph transformer = TrainableGraph.compile(TrainingForm.of(graph), List.of(), 1)) {
            // Given
            assertAgreement(transformer, graph);
            Optimizer optimizer =
                    Optimizers.of(new TrainingSpec(TrainingSpec.Optimizer.ADAM, 4, 0.01, 0.9, 0), transformer);

            // When
            double first = transformer.backward(batch, Networks.crossEntropy()).loss();
            for (int step = 0; step < 20; step++) {
                transformer.backward(batch, Networks.crossEntropy());
                optimizer.step(0.01);
            }

            // Then
            assertThat(transformer.backward(batch, Networks.crossEntropy()).loss())
                    .isLessThan(first / 2);
            assertThat(transformer.parameters())
                    .extracting(Parameter::name)
                    .containsExactlyInAnyOrderElementsOf(weights.keySet().stream()
                            .filter(name -> !name.startsWith("k."))
                            .toList())
                    .contains("position");
            assertAgreement(transformer, transformer.export());
        }
    }

    @Test
    void everyParameterAgreesWithCentralDifferences() {
        try (TrainableGraph transformer = TrainableGraph.compile(TrainingForm.of(graph()), List.of(), 1)) {
            transformer.backward(batch, Networks.crossEntropy());
            Map<String, float[]> gradients = new LinkedHashMap<>();
            transformer.parameters().forEach(p -> gradients.put(p.name(), transformer.gradient(p.name())));

            gradients.forEach((name, gradient) -> {
                int index = gradient.length / 2;
                double quotient =
                        (lossAt(transformer, name, index, STEP) - lossAt(transformer, name, index, -STEP)) / (2 * STEP);
                assertThat((double) gradient[index])
                        .as(name)
                        .isCloseTo(quotient, within(4e-4 + 0.01 * Math.abs(quotient)));
            });
        }
    }

    private double lossAt(TrainableGraph graph, String name, int index, double change) {
        float[] values = graph.read(name);
        float[] changed = values.clone();
        changed[index] += (float) change;
        graph.write(name, changed);
        double loss = graph.backward(batch, Networks.crossEntropy()).loss();
        graph.write(name, values);
        return loss;
    }

    private void assertAgreement(TrainableGraph transformer, Graph graph) {
        try (OnnxRuntime oracle = new OnnxRuntime(OnnxFile.write(graph))) {
            assertThat(Networks.logits(transformer, batch))
                    .containsExactly(oracle.logits(batch), within((float) TOLERANCE));
        }
    }

    private Graph graph() {
        weight("patches", WIDTH, 3, 3, 3);
        weight("position", 1, TOKENS, WIDTH);
        String x = node(new Conv(1, Window.square(3, 2, 0)), OperatorCase.IMAGE, "patches");
        x = node(new Transpose(List.of(0, 2, 1)), node(new Reshape(false), x, longs("k.tokens", 0, WIDTH, TOKENS)));
        x = node(new Add(), x, "position");
        x = node(new Add(), x, attention(normalized("n1", x)));
        x = node(new Add(), x, perceptron(normalized("n2", x)));
        x = node(new Reduce(Reduce.Kind.MEAN, false, false), normalized("n3", x), longs("k.mean", 1));
        weight("head", Networks.CLASSES, WIDTH);
        nodes.add(new Node("logits", new Gemm(1, 1, false, true), List.of(x, "head"), List.of(OperatorCase.RESULT)));
        return OperatorCase.of("transformer", nodes, weights).graph();
    }

    private String attention(String x) {
        weight("qkv", WIDTH, 3 * WIDTH);
        int depth = WIDTH / HEADS;
        String joined = node(new MatMul(), x, "qkv");
        String heads = node(new Reshape(false), joined, longs("k.heads", 0, TOKENS, 3, HEADS, depth));
        String turned = node(new Transpose(List.of(2, 0, 3, 1, 4)), heads);
        nodes.add(new Node("parts", new Split(0, 3), List.of(turned), List.of("q3", "k3", "v3")));
        String q = node(new Gather(0), "q3", scalar("k.first"));
        String key = node(new Gather(0), "k3", "k.first");
        String value = node(new Gather(0), "v3", "k.first");
        String scores = node(new MatMul(), q, node(new Transpose(List.of(0, 1, 3, 2)), key));
        weights.put("k.scale", Tensor.ofScalar((float) (1 / Math.sqrt(depth))));
        String shares = node(new Softmax(-1, false), node(new Mul(), scores, "k.scale"));
        String seen = node(new Transpose(List.of(0, 2, 1, 3)), node(new MatMul(), shares, value));
        weight("projection", WIDTH, WIDTH);
        return node(new MatMul(), node(new Reshape(false), seen, longs("k.joined", 0, TOKENS, WIDTH)), "projection");
    }

    private String perceptron(String x) {
        weight("up", WIDTH, 2 * WIDTH);
        weight("up.bias", 2 * WIDTH);
        weight("down", 2 * WIDTH, WIDTH);
        String up = node(new Add(), node(new MatMul(), x, "up"), "up.bias");
        return node(new MatMul(), node(new Gelu(Gelu.Approximation.NONE), up), "down");
    }

    private String normalized(String name, String x) {
        weights.put(name + ".scale", OperatorCase.ramp(WIDTH));
        weight(name + ".bias", WIDTH);
        return node(new LayerNormalization(-1, 1e-5f), x, name + ".scale", name + ".bias");
    }

    private void weight(String name, long... shape) {
        int size = OperatorCase.ramp(shape).size();
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) (random.nextGaussian() / Math.sqrt(WIDTH));
        }
        weights.put(name, Tensor.ofFloats(shape, values));
    }

    private String longs(String name, long... values) {
        weights.put(name, Tensor.ofVector(values));
        return name;
    }

    private String scalar(String name) {
        weights.put(name, Tensor.ofScalar(0L));
        return name;
    }

    private String node(Operator operator, String... inputs) {
        String output = "t" + nodes.size();
        nodes.add(new Node("node" + nodes.size(), operator, List.of(inputs), List.of(output)));
        return output;
    }
}
