package io.espalier.datasets;

import static io.espalier.datasets.Fixtures.noise;
import static io.espalier.datasets.Fixtures.png;
import static io.espalier.datasets.Fixtures.text;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.util.Map;
import java.util.TreeMap;

/// Small data sets of each annotated format, images of 8 × 6 pixels, in splits `train` and `test`.
final class FormatFixtures {

    static final int HEIGHT = 6;
    static final int WIDTH = 8;

    private FormatFixtures() {}

    private static byte[] image(int seed) {
        return png(noise(HEIGHT, WIDTH, seed));
    }

    static Map<String, byte[]> images() {
        return new TreeMap<>(Map.of(
                "train/b.png", image(1),
                "train/deep/er/a.PNG", image(2),
                "train/notes.txt", new byte[1],
                "train/c.png", image(3),
                "test/a.png", image(4)));
    }

    static Map<String, byte[]> masks() {
        Map<String, byte[]> files = new TreeMap<>();
        files.put("classes.txt", text("road\ncar\r\ntree\n"));
        files.put("train/images/a.png", image(1));
        files.put("train/labels/a.png", grey(FormatFixtures::index));
        files.put("train/images/deep/b.png", image(2));
        files.put("train/labels/deep/b.png", palette(at -> index(at + 1)));
        files.put("test/images/a.png", image(3));
        files.put("test/labels/a.png", grey(at -> 2));
        return files;
    }

    static int index(int at) {
        return at % 5 == 4 ? 9 : at % 3;
    }

    static Map<String, byte[]> coco() {
        Map<String, byte[]> files = new TreeMap<>();
        files.put("train/a.png", image(1));
        files.put("train/sub/b.png", image(2));
        files.put("train/unlisted.png", image(3));
        files.put("test/a.png", image(4));
        files.put("annotations/instances_train.json", text("""
                {"annotations": [
                  {"id": 1, "image_id": 5, "category_id": 7, "bbox": [1, 2, 3.5, 4], "segmentation": [[1, 2]]},
                  {"id": 2, "image_id": 5, "category_id": 7, "bbox": [3, 3, 0, 2], "iscrowd": 0},
                  {"id": 3, "image_id": 5, "category_id": 3, "bbox": [0, 0, 8, 6], "iscrowd": 1}],
                 "info": {"year": 2017},
                 "images": [
                  {"id": 6, "file_name": "sub/b.png", "width": 8, "height": 6},
                  {"id": 5, "file_name": "a.png", "width": 8, "height": 6}],
                 "categories": [{"id": 7, "name": "dog", "supercategory": "x"}, {"id": 3, "name": "cat"}]}
                """));
        files.put("annotations/instances_test.json", text("""
                {"images": [{"id": 1, "file_name": "a.png", "width": 8, "height": 6}], "annotations": [],
                 "categories": [{"id": 3, "name": "cat"}, {"id": 7, "name": "dog"}]}
                """));
        return files;
    }

    static Map<String, byte[]> voc() {
        Map<String, byte[]> files = new TreeMap<>();
        files.put("ImageSets/Main/train.txt", text("2007_1\n2007_2  1\n"));
        files.put("ImageSets/Main/test.txt", text("2007_3\n"));
        for (int i = 1; i <= 4; i++) {
            files.put("JPEGImages/2007_" + i + ".png", image(i));
        }
        files.put("Annotations/2007_1.xml", text("""
                <annotation><size><width>8</width><height>6</height><depth>3</depth></size>
                <object><name>person</name><bndbox><xmin>2</xmin><ymin>3</ymin><xmax>4</xmax><ymax>5</ymax></bndbox>
                  <part><name>head</name><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>2</xmax><ymax>2</ymax></bndbox></part>
                </object>
                <object><name>bird</name><difficult>1</difficult>
                  <bndbox><ymax>6</ymax><xmax>8.0</xmax><ymin>1</ymin><xmin>1</xmin></bndbox></object></annotation>
                """));
        files.put("Annotations/2007_2.xml", text("<annotation></annotation>"));
        files.put("Annotations/2007_3.xml", text("""
                <annotation><object><name>train</name>
                <bndbox><xmin>1</xmin><ymin>1</ymin><xmax>2</xmax><ymax>2</ymax></bndbox></object></annotation>
                """));
        files.put("Annotations/2007_4.xml", text("<annotation><object><name>of no split</name></object></annotation>"));
        return files;
    }

    interface Indices {
        int at(int place);
    }

    static byte[] grey(Indices indices) {
        return mask(new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY), indices);
    }

    /// All entries but one have the same colour.
    private static byte[] palette(Indices indices) {
        byte[] colours = new byte[16];
        colours[1] = 77;
        IndexColorModel model = new IndexColorModel(4, 16, colours, colours, colours);
        return mask(new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_BINARY, model), indices);
    }

    private static byte[] mask(BufferedImage image, Indices indices) {
        for (int at = 0; at < HEIGHT * WIDTH; at++) {
            image.getRaster().setSample(at % WIDTH, at / WIDTH, 0, indices.at(at));
        }
        return Fixtures.encode(image, "png");
    }
}
