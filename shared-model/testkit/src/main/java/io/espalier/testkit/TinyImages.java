package io.espalier.testkit;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/// Writes a small labelled image folder that a small network can learn: one shape per class on a noisy background.
///
/// Layout: `<root>/<split>/<class>/<index>.png`, RGB. The same seed writes the same pixels.
///
/// @param size          width and height in pixels, >= 8
/// @param imagesPerClass of each split, >= 1
public record TinyImages(int size, int imagesPerClass, long seed) {

    /// In label order.
    public static final List<String> CLASSES = List.of("bar", "cross", "disc");

    /// Writes the splits `train` and `test` under `root`.
    public void write(Path root) {
        SplittableRandom random = new SplittableRandom(seed);
        for (String split : List.of("train", "test")) {
            for (String className : CLASSES) {
                writeClass(root.resolve(split).resolve(className), className, random);
            }
        }
    }

    private void writeClass(Path folder, String className, SplittableRandom random) {
        try {
            Files.createDirectories(folder);
            for (int i = 0; i < imagesPerClass; i++) {
                ImageIO.write(
                        draw(className, random),
                        "png",
                        folder.resolve("%04d.png".formatted(i)).toFile());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private BufferedImage draw(String className, SplittableRandom random) {
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                image.setRGB(x, y, random.nextInt(0x30) * 0x010101);
            }
        }
        Graphics2D pen = image.createGraphics();
        pen.setColor(new Color(random.nextInt(160, 256), random.nextInt(160, 256), random.nextInt(160, 256)));
        drawShape(pen, className, random);
        pen.dispose();
        return image;
    }

    private void drawShape(Graphics2D pen, String className, SplittableRandom random) {
        int extent = size / 2;
        int thickness = Math.max(2, size / 8);
        int left = random.nextInt(size - extent);
        int top = random.nextInt(size - extent);
        switch (className) {
            case "bar" -> pen.fillRect(left, top, extent, thickness);
            case "cross" -> {
                pen.fillRect(left, top + (extent - thickness) / 2, extent, thickness);
                pen.fillRect(left + (extent - thickness) / 2, top, thickness, extent);
            }
            case "disc" -> pen.fillOval(left, top, extent, extent);
            default -> throw new IllegalArgumentException("no shape for class " + className);
        }
    }
}
