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
import io.espalier.onnx.op.Add;
import io.espalier.onnx.op.Concat;
import io.espalier.onnx.op.Conv;
import io.espalier.onnx.op.Operator;
import io.espalier.onnx.op.Relu;
import io.espalier.onnx.op.Reshape;
import io.espalier.onnx.op.Sigmoid;
import io.espalier.onnx.op.Transpose;
import io.espalier.onnx.op.Window;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;

/// Images of 32 × 32 pixels with one red or blue square on grey, labelled by masks and by boxes, and tiny networks for
/// them.
final class Scenes {

    static final int EXTENT = 32;

    private static final int STRIDE = 8;
    private static final int POINTS = EXTENT / STRIDE * (EXTENT / STRIDE);
    private static final int[] GREY = {90, 90, 90};
    private static final Random RANDOM = new Random(3);

    private Scenes() {}

    /// `masks/{train,val}/{images,labels}` and `boxes/{train,val}` with `boxes/annotations`.
    static void write(Path root, int perSplit) throws IOException {
        for (String split : List.of("train", "val")) {
            List<String> images = new ArrayList<>();
            List<String> objects = new ArrayList<>();
            Path pictures = Files.createDirectories(root.resolve("masks/" + split + "/images"));
            Path labels = Files.createDirectories(root.resolve("masks/" + split + "/labels"));
            Path boxes = Files.createDirectories(root.resolve("boxes/" + split));
            for (int i = 0; i < perSplit; i++) {
                int[] square = {RANDOM.nextInt(16), RANDOM.nextInt(16), 10 + RANDOM.nextInt(6), i % 2};
                BufferedImage picture = picture(square);
                ImageIO.write(picture, "png", pictures.resolve(i + ".png").toFile());
                ImageIO.write(picture, "png", boxes.resolve(i + ".png").toFile());
                ImageIO.write(mask(square), "png", labels.resolve(i + ".png").toFile());
                images.add("{\"id\":%d,\"file_name\":\"%d.png\",\"width\":32,\"height\":32}".formatted(i, i));
                objects.add(
                        "{\"id\":%d,\"image_id\":%d,\"category_id\":%d,\"bbox\":[%d,%d,%d,%d],\"area\":%d,\"iscrowd\":0}"
                                .formatted(
                                        i + 1,
                                        i,
                                        square[3] + 1,
                                        square[0],
                                        square[1],
                                        square[2],
                                        square[2],
                                        square[2] * square[2]));
            }
            Files.createDirectories(root.resolve("boxes/annotations"));
            Files.writeString(
                    root.resolve("boxes/annotations/instances_" + split + ".json"),
                    "{\"images\":%s,\"annotations\":%s,\"categories\":[{\"id\":1,\"name\":\"red\"},{\"id\":2,\"name\":\"blue\"}]}"
                            .formatted(images, objects));
        }
        Files.writeString(root.resolve("masks/classes.txt"), "grey\nred\nblue\n");
    }

    private static BufferedImage picture(int[] square) {
        BufferedImage image = new BufferedImage(EXTENT, EXTENT, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setColor(new Color(GREY[0], GREY[1], GREY[2]));
        pen.fillRect(0, 0, EXTENT, EXTENT);
        pen.setColor(square[3] == 0 ? Color.RED : Color.BLUE);
        pen.fillRect(square[0], square[1], square[2], square[2]);
        pen.dispose();
        return image;
    }

    private static BufferedImage mask(int[] square) {
        BufferedImage image = new BufferedImage(EXTENT, EXTENT, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = square[1]; y < square[1] + square[2]; y++) {
            for (int x = square[0]; x < square[0] + square[2]; x++) {
                image.getRaster().setSample(x, y, 0, square[3] + 1);
            }
        }
        return image;
    }

    /// conv 3→8, ReLU, conv 8→16, ReLU, conv 16→3: a class a pixel.
    static byte[] segmenter() {
        Sketch sketch = new Sketch();
        String trunk = sketch.conv("body", sketch.conv("stem", "image", 3, 8, 3, 1, true), 8, 16, 3, 1, true);
        sketch.conv("logits", trunk, 16, 3, 1, 1, false);
        return sketch.file(List.of(output("logits", 3, EXTENT, EXTENT)));
    }

    /// The same trunk with strides to 8 pixels; from each of 16 points a box, as offsets from a square around the
    /// point, and two scores.
    static byte[] detector() {
        Sketch sketch = new Sketch();
        String trunk = sketch.conv("body", sketch.conv("stem", "image", 3, 8, 3, 2, true), 8, 16, 3, 4, true);
        String offsets = sketch.rows("box", trunk, 4);
        float[] anchors = new float[POINTS * 4];
        for (int p = 0; p < POINTS; p++) {
            float x = p % 4 * STRIDE + STRIDE / 2f;
            float y = p / 4 * STRIDE + STRIDE / 2f;
            float[] corners = {x - 6, y - 6, x + 6, y + 6};
            System.arraycopy(corners, 0, anchors, 4 * p, 4);
        }
        sketch.constants.put("anchors", Tensor.ofFloats(new long[] {1, POINTS, 4}, anchors));
        sketch.node("boxes", new Add(), offsets, "anchors");
        sketch.node("scores", new Sigmoid(), sketch.rows("class", trunk, 2));
        return sketch.file(List.of(output("boxes", POINTS, 4), output("scores", POINTS, 2)));
    }

    /// With two rows of boxes for each row of scores.
    static byte[] unevenDetector() {
        Sketch sketch = new Sketch();
        String trunk = sketch.conv("body", sketch.conv("stem", "image", 3, 8, 3, 2, true), 8, 16, 3, 4, true);
        String boxes = sketch.rows("box", trunk, 4);
        sketch.node("boxes", new Concat(1), boxes, boxes);
        sketch.node("scores", new Sigmoid(), sketch.rows("class", trunk, 2));
        return sketch.file(List.of(output("boxes", 2 * POINTS, 4), output("scores", POINTS, 2)));
    }

    private static ValueInfo output(String name, long... perImage) {
        List<Dim> dims = new ArrayList<>(List.of(Dim.of("batch")));
        for (long extent : perImage) {
            dims.add(Dim.of(extent));
        }
        return new ValueInfo(name, ElementType.FLOAT, new Shape(dims));
    }

    private static final class Sketch {

        private final Map<String, Tensor> constants = new LinkedHashMap<>();
        private final List<Node> nodes = new ArrayList<>();
        private final Random random = new Random(11);

        String conv(String name, String input, int in, int out, int kernel, int stride, boolean activated) {
            float[] weights = new float[out * in * kernel * kernel];
            for (int i = 0; i < weights.length; i++) {
                weights[i] = (float) (random.nextGaussian() * Math.sqrt(2.0 / (in * kernel * kernel)));
            }
            constants.put(name + ".weight", Tensor.ofFloats(new long[] {out, in, kernel, kernel}, weights));
            constants.put(name + ".bias", Tensor.ofFloats(new long[] {out}, new float[out]));
            String result = activated ? name + ".conv" : name;
            nodes.add(new Node(
                    name,
                    new Conv(1, Window.square(kernel, stride, kernel / 2)),
                    List.of(input, name + ".weight", name + ".bias"),
                    List.of(result)));
            return activated ? node(name + ".out", new Relu(), result) : result;
        }

        /// `(batch, points, values)` of a convolution 1×1.
        String rows(String name, String input, int values) {
            String map = conv(name, input, 16, values, 1, 1, false);
            constants.put(name + ".shape", Tensor.ofVector(0, values, POINTS));
            String flat = node(name + ".flat", new Reshape(false), map, name + ".shape");
            return node(name + ".rows", new Transpose(List.of(0, 2, 1)), flat);
        }

        String node(String output, Operator operator, String... inputs) {
            nodes.add(new Node(output, operator, List.of(inputs), List.of(output)));
            return output;
        }

        byte[] file(List<ValueInfo> outputs) {
            Shape image = Shape.of(Dim.of("batch"), Dim.of(3), Dim.of(EXTENT), Dim.of(EXTENT));
            return OnnxFile.write(new Graph(
                    "scenes",
                    List.of(new ValueInfo("image", ElementType.FLOAT, image)),
                    outputs,
                    nodes,
                    constants,
                    ModelHeader.of(17)));
        }
    }
}
