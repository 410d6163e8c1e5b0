package io.espalier.trainable;

import io.espalier.contracts.LossSpec;
import io.espalier.contracts.Task;
import io.espalier.datasets.Batch;
import io.espalier.datasets.Targets;
import io.espalier.onnx.Dim;
import io.espalier.onnx.ElementType;
import io.espalier.onnx.Graph;
import io.espalier.onnx.ModelHeader;
import io.espalier.onnx.Node;
import io.espalier.onnx.Shape;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.ValueInfo;
import io.espalier.onnx.op.Add;
import io.espalier.onnx.op.AveragePool;
import io.espalier.onnx.op.BatchNormalization;
import io.espalier.onnx.op.Conv;
import io.espalier.onnx.op.Flatten;
import io.espalier.onnx.op.Gemm;
import io.espalier.onnx.op.GlobalAveragePool;
import io.espalier.onnx.op.MaxPool;
import io.espalier.onnx.op.Operator;
import io.espalier.onnx.op.Padding;
import io.espalier.onnx.op.Relu;
import io.espalier.onnx.op.Sigmoid;
import io.espalier.onnx.op.Window;
import io.espalier.trainable.loss.Loss;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// A network small enough to check every number of, and batches for it.
final class Networks {

    static final int CLASSES = 4;
    static final int IMAGE = 7;

    static Loss crossEntropy() {
        return Loss.of(Task.IMAGE_CLASSIFICATION, new LossSpec(1, 0, 1, 0), null);
    }

    /// The first output in evaluation mode, row-major.
    static float[] logits(TrainableGraph graph, Batch batch) {
        return graph.predictions(batch).getFirst().values();
    }

    private final Map<String, Tensor> initializers = new LinkedHashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private final RandomGenerator random = new SplittableRandom(7);

    private Networks() {}

    /// Two convolutions with batch normalisation, a shortcut around the second, a pool and a linear layer; padding of
    /// the first convolution differs between sides.
    static Graph tiny() {
        return residual(new Relu(), new MaxPool(Window.square(2, 2, 0), false, 0));
    }

    /// The same with functions whose derivatives are continuous.
    static Graph smooth() {
        return residual(new Sigmoid(), new AveragePool(Window.square(2, 2, 0), false, true));
    }

    private static Graph residual(Operator activation, Operator pool) {
        Networks net = new Networks();
        Padding uneven = new Padding.Explicit(List.of(0L, 1L), List.of(1L, 1L));
        Window first = new Window(List.of(3L, 3L), List.of(1L, 1L), List.of(), uneven);
        String x = net.norm("n1", net.conv("c1", "image", 5, 3, first), 5);
        x = net.node("r1", activation, x);
        String pooled = net.node("pool", pool, x);
        x = net.norm("n2", net.conv("c2", pooled, 5, 5, Window.square(3, 1, 1)), 5);
        x = net.node("r2", activation, net.node("sum", new Add(), x, pooled));
        x = net.node("flat", new Flatten(1), net.node("mean", new GlobalAveragePool(), x));
        net.initializers.put("fc.w", net.normal(0.5, CLASSES, 5));
        net.initializers.put("fc.b", net.normal(0.1, CLASSES));
        net.node("logits", new Gemm(1, 1, false, true), x, "fc.w", "fc.b");
        return net.graph();
    }

    /// `flatten` and one linear layer: nothing in it depends on the batch's other images.
    static Graph linear() {
        Networks net = new Networks();
        net.initializers.put("fc.w", net.normal(0.1, CLASSES, 3 * IMAGE * IMAGE));
        net.initializers.put("fc.b", net.normal(0.1, CLASSES));
        String x = net.node("flat", new Flatten(1), "image");
        net.node("logits", new Gemm(1, 1, false, true), x, "fc.w", "fc.b");
        return net.graph();
    }

    static Batch batch(int size, long seed) {
        return batch(size, IMAGE, seed);
    }

    /// Normally distributed images and uniformly distributed labels.
    static Batch batch(int size, int image, long seed) {
        return batch(size, image, image, seed);
    }

    static Batch batch(int size, int height, int width, long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        FloatBuffer images = ByteBuffer.allocateDirect(size * 3 * height * width * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        for (int i = 0; i < images.capacity(); i++) {
            images.put(i, (float) random.nextGaussian());
        }
        long[] labels = random.ints(size, 0, CLASSES).asLongStream().toArray();
        return new Batch(images, new Targets.Labels(labels), size, 3, height, width);
    }

    private String conv(String name, String x, long out, long in, Window window) {
        initializers.put(name + ".w", normal(Math.sqrt(2.0 / (in * 9)), out, in, 3, 3));
        initializers.put(name + ".b", normal(0.1, out));
        return node(name, new Conv(1, window), x, name + ".w", name + ".b");
    }

    private String norm(String name, String x, int channels) {
        initializers.put(name + ".scale", normal(0.2, 1, channels));
        initializers.put(name + ".offset", normal(0.2, channels));
        initializers.put(name + ".mean", normal(0.1, channels));
        float[] variances = normal(0.1, channels).floats();
        for (int i = 0; i < channels; i++) {
            variances[i] = 1 + Math.abs(variances[i]);
        }
        initializers.put(name + ".var", Tensor.ofFloats(new long[] {channels}, variances));
        initializers.put(name + ".scale", Tensor.ofFloats(new long[] {channels}, variances));
        String[] inputs = {x, name + ".scale", name + ".offset", name + ".mean", name + ".var"};
        return node(name, new BatchNormalization(1e-5f, 0.9f, false), inputs);
    }

    private Tensor normal(double deviation, long... shape) {
        int size = 1;
        for (long dim : shape) {
            size *= (int) dim;
        }
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        return Tensor.ofFloats(shape, values);
    }

    private String node(String name, Operator operator, String... inputs) {
        nodes.add(new Node(name, operator, List.of(inputs), List.of(name)));
        return name;
    }

    private Graph graph() {
        Shape image = Shape.of(Dim.of("batch"), Dim.of(3), Dim.of(IMAGE), Dim.of(IMAGE));
        Shape logits = Shape.of(Dim.of("batch"), Dim.of(CLASSES));
        return new Graph(
                "tiny",
                List.of(new ValueInfo("image", ElementType.FLOAT, image)),
                List.of(new ValueInfo("logits", ElementType.FLOAT, logits)),
                nodes,
                initializers,
                ModelHeader.of(17));
    }
}
