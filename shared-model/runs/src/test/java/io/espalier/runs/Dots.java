package io.espalier.runs;

import io.espalier.onnx.Dim;
import io.espalier.onnx.ElementType;
import io.espalier.onnx.Graph;
import io.espalier.onnx.ModelHeader;
import io.espalier.onnx.Node;
import io.espalier.onnx.OnnxFile;
import io.espalier.onnx.Shape;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.ValueInfo;
import io.espalier.onnx.op.BatchNormalization;
import io.espalier.onnx.op.Conv;
import io.espalier.onnx.op.Flatten;
import io.espalier.onnx.op.Gemm;
import io.espalier.onnx.op.GlobalAveragePool;
import io.espalier.onnx.op.Relu;
import io.espalier.onnx.op.Window;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;

/// A data set of coloured noise in three classes, and a network of two convolutions for it.
final class Dots {

    static final int CLASSES = 3;
    static final int EXTENT = 8;

    private Dots() {}

    /// `{train,test}/{blue,green,red}/N.png`.
    static void write(Path root, int perClass) throws IOException {
        Random random = new Random(9);
        for (String split : List.of("train", "test")) {
            for (int label = 0; label < CLASSES; label++) {
                Path folder = Files.createDirectories(root.resolve(split)
                        .resolve(List.of("blue", "green", "red").get(label)));
                for (int i = 0; i < perClass; i++) {
                    ImageIO.write(
                            image(random, label),
                            "png",
                            folder.resolve(i + ".png").toFile());
                }
            }
        }
    }

    private static BufferedImage image(Random random, int label) {
        BufferedImage image = new BufferedImage(EXTENT, EXTENT, BufferedImage.TYPE_INT_RGB);
        for (int p = 0; p < EXTENT * EXTENT; p++) {
            int noise = random.nextInt(0x1000000) & 0xBFBFBF;
            image.setRGB(p % EXTENT, p / EXTENT, noise | (0x40 + random.nextInt(0x40)) << (8 * label));
        }
        return image;
    }

    /// conv 3→8 3×3, batch normalisation, ReLU, conv 8→12 3×3, ReLU, mean over pixels, fully connected; as a file.
    static byte[] model(int classes) {
        Map<String, Tensor> initializers = new LinkedHashMap<>();
        Random random = new Random(4);
        initializers.put("stem.weight", gaussian(random, 0.3, 8, 3, 3, 3));
        initializers.put("gamma", constant(1, 8));
        initializers.put("beta", constant(0, 8));
        initializers.put("mean", constant(0, 8));
        initializers.put("var", constant(1, 8));
        initializers.put("body.weight", gaussian(random, 0.2, 12, 8, 3, 3));
        initializers.put("fc.weight", gaussian(random, 0.4, classes, 12));
        initializers.put("fc.bias", constant(0, classes));
        Window window = Window.square(3, 1, 1);
        List<Node> nodes = List.of(
                new Node("stem", new Conv(1, window), List.of("image", "stem.weight"), List.of("a")),
                new Node(
                        "bn",
                        new BatchNormalization(1e-5f, 0.9f, false),
                        List.of("a", "gamma", "beta", "mean", "var"),
                        List.of("b")),
                new Node("relu1", new Relu(), List.of("b"), List.of("c")),
                new Node("body", new Conv(1, window), List.of("c", "body.weight"), List.of("d")),
                new Node("relu2", new Relu(), List.of("d"), List.of("e")),
                new Node("pool", new GlobalAveragePool(), List.of("e"), List.of("f")),
                new Node("flat", new Flatten(1), List.of("f"), List.of("g")),
                new Node("fc", new Gemm(1, 1, false, true), List.of("g", "fc.weight", "fc.bias"), List.of("logits")));
        return OnnxFile.write(new Graph(
                "dots",
                List.of(new ValueInfo(
                        "image",
                        ElementType.FLOAT,
                        Shape.of(Dim.of("batch"), Dim.of(3), Dim.of(EXTENT), Dim.of(EXTENT)))),
                List.of(new ValueInfo("logits", ElementType.FLOAT, Shape.of(Dim.of("batch"), Dim.of(classes)))),
                nodes,
                initializers,
                ModelHeader.of(17)));
    }

    private static Tensor gaussian(Random random, double deviation, long... shape) {
        long size = 1;
        for (long extent : shape) {
            size *= extent;
        }
        float[] values = new float[Math.toIntExact(size)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        return Tensor.ofFloats(shape, values);
    }

    private static Tensor constant(float value, int n) {
        float[] values = new float[n];
        java.util.Arrays.fill(values, value);
        return Tensor.ofFloats(new long[] {n}, values);
    }
}
