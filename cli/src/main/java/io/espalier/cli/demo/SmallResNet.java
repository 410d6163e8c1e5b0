package io.espalier.cli.demo;

import io.espalier.onnx.Dim;
import io.espalier.onnx.ElementType;
import io.espalier.onnx.Graph;
import io.espalier.onnx.ModelHeader;
import io.espalier.onnx.Node;
import io.espalier.onnx.Shape;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.ValueInfo;
import io.espalier.onnx.op.Add;
import io.espalier.onnx.op.BatchNormalization;
import io.espalier.onnx.op.Conv;
import io.espalier.onnx.op.Flatten;
import io.espalier.onnx.op.Gemm;
import io.espalier.onnx.op.GlobalAveragePool;
import io.espalier.onnx.op.Operator;
import io.espalier.onnx.op.Relu;
import io.espalier.onnx.op.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// The residual network for 32×32 images with random weights: three stages of 16, 32 and 64 channels, two
/// blocks each
/// (14 layers, 0.18 M parameters), projection shortcuts where the shape changes.
///
/// Source: He et al., "Deep Residual Learning", arXiv:1512.03385, section 4.2; weights as in arXiv:1502.01852.
final class SmallResNet {

    private static final int[] STAGE_CHANNELS = {16, 32, 64};
    private static final int BLOCKS_PER_STAGE = 2;

    private final RandomGenerator random;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Tensor> initializers = new LinkedHashMap<>();

    private SmallResNet(RandomGenerator random) {
        this.random = random;
    }

    /// @param classes number of logits
    /// @param random  source of the weights
    /// @return input `image (batch, 3, 32, 32)`, output `logits (batch, classes)`
    static Graph untrained(int classes, RandomGenerator random) {
        return new SmallResNet(random).build(classes);
    }

    private Graph build(int classes) {
        String value = relu("stem", normalized("stem", "image", 3, STAGE_CHANNELS[0], 3, 1));
        int channels = STAGE_CHANNELS[0];
        for (int stage = 0; stage < STAGE_CHANNELS.length; stage++) {
            for (int block = 0; block < BLOCKS_PER_STAGE; block++) {
                int stride = stage > 0 && block == 0 ? 2 : 1;
                String name = "stage%d.block%d".formatted(stage + 1, block + 1);
                value = block(name, value, channels, STAGE_CHANNELS[stage], stride);
                channels = STAGE_CHANNELS[stage];
            }
        }
        classifier(value, channels, classes);
        Dim batch = Dim.of("batch");
        return new Graph(
                "shapes-resnet14",
                List.of(new ValueInfo("image", ElementType.FLOAT, Shape.of(batch, Dim.of(3), Dim.of(32), Dim.of(32)))),
                List.of(new ValueInfo("logits", ElementType.FLOAT, Shape.of(batch, Dim.of(classes)))),
                nodes,
                initializers,
                ModelHeader.of(17));
    }

    private String block(String name, String input, int in, int out, int stride) {
        String first = relu(name + ".1", normalized(name + ".1", input, in, out, 3, stride));
        String second = normalized(name + ".2", first, out, out, 3, 1);
        String shortcut = in == out ? input : normalized(name + ".shortcut", input, in, out, 1, stride);
        return relu(name, node(name + ".add", new Add(), second, shortcut));
    }

    private void classifier(String input, int channels, int classes) {
        String pooled = node("pool", new GlobalAveragePool(), input);
        String flat = node("flatten", new Flatten(1), pooled);
        initializers.put("fc.weight", gaussian(Math.sqrt(1.0 / channels), classes, channels));
        initializers.put("fc.bias", constant(0, classes));
        nodes.add(
                new Node("fc", new Gemm(1, 1, false, true), List.of(flat, "fc.weight", "fc.bias"), List.of("logits")));
    }

    private String normalized(String name, String input, int in, int out, int kernel, int stride) {
        double deviation = Math.sqrt(2.0 / (in * kernel * kernel));
        initializers.put(name + ".conv.weight", gaussian(deviation, out, in, kernel, kernel));
        initializers.put(name + ".bn.weight", constant(1, out));
        initializers.put(name + ".bn.bias", constant(0, out));
        initializers.put(name + ".bn.mean", constant(0, out));
        initializers.put(name + ".bn.var", constant(1, out));
        String convolved = node(
                name + ".conv", new Conv(1, Window.square(kernel, stride, kernel / 2)), input, name + ".conv.weight");
        return node(
                name + ".bn",
                new BatchNormalization(1e-5f, 0.9f, false),
                convolved,
                name + ".bn.weight",
                name + ".bn.bias",
                name + ".bn.mean",
                name + ".bn.var");
    }

    private String relu(String name, String input) {
        return node(name + ".relu", new Relu(), input);
    }

    private String node(String name, Operator operator, String... inputs) {
        String output = name + ".out";
        nodes.add(new Node(name, operator, List.of(inputs), List.of(output)));
        return output;
    }

    private Tensor gaussian(double deviation, long... shape) {
        float[] values = new float[Math.toIntExact(Arrays.stream(shape).reduce(1, (a, b) -> a * b))];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        return Tensor.ofFloats(shape, values);
    }

    private static Tensor constant(float value, int length) {
        float[] values = new float[length];
        Arrays.fill(values, value);
        return Tensor.ofFloats(new long[] {length}, values);
    }
}
