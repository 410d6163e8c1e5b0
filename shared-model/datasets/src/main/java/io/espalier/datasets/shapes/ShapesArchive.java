package io.espalier.datasets.shapes;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;

/// Writes the shapes as a zip in `image-folder` layout: `shapes/{train,test}/CLASS/NNNN.png`.
///
/// @param seed           of every image; the same seed gives the same pixels everywhere
/// @param trainPerClass  images of each class in `train`
/// @param testPerClass   images of each class in `test`
public record ShapesArchive(long seed, int trainPerClass, int testPerClass) {

    /// What the demo uses: 10 classes, 4,000 training and 1,000 test images.
    public static final ShapesArchive DEMO = new ShapesArchive(7, 400, 100);

    /// Zip entries need a time; a fixed one keeps the archive the same.
    private static final long ENTRY_TIME_MILLIS = 1_767_225_600_000L;

    /// Replaces `file` atomically.
    ///
    /// @throws IOException if the file cannot be written
    public void write(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        Files.createDirectories(directory);
        Path unfinished = Files.createTempFile(directory, ".shapes", ".zip");
        try {
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(unfinished))) {
                zip.setMethod(ZipOutputStream.DEFLATED);
                zip.setLevel(1);
                writeSplit(zip, "train", 0, trainPerClass);
                writeSplit(zip, "test", 1, testPerClass);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private void writeSplit(ZipOutputStream zip, String split, int splitNumber, int perClass) throws IOException {
        Shape[] shapes = Shape.values();
        for (int label = 0; label < shapes.length; label++) {
            for (int index = 0; index < perClass; index++) {
                ZipEntry entry =
                        new ZipEntry("shapes/%s/%s/%04d.png".formatted(split, shapes[label].className(), index));
                entry.setTime(ENTRY_TIME_MILLIS);
                zip.putNextEntry(entry);
                zip.write(png(ShapeImage.draw(shapes[label], random(splitNumber, label, index))));
                zip.closeEntry();
            }
        }
    }

    private SplittableRandom random(int splitNumber, int label, int index) {
        return new SplittableRandom(((seed * 31 + splitNumber) * 31 + label) * 1_000_003 + index);
    }

    private static byte[] png(int[] pixels) throws IOException {
        BufferedImage image = new BufferedImage(ShapeImage.EXTENT, ShapeImage.EXTENT, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, ShapeImage.EXTENT, ShapeImage.EXTENT, pixels, 0, ShapeImage.EXTENT);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }
}
