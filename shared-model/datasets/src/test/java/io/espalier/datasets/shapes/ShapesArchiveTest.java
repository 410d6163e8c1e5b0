package io.espalier.datasets.shapes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.contracts.Sha256;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ShapesArchiveTest {

    /// Over the first image of every class; pinned so that a JDK that draws other pixels is noticed.
    private static final String PIXELS_SHA256 = "c66584927ace41f812d05bd13bc0f6662ac31aaf3d2a7ff1e1209f82e7beb68c";

    @TempDir
    private Path directory;

    @Test
    void laysOutOneFolderAClassInBothSplits() throws IOException {
        Path file = directory.resolve("shapes.zip");

        new ShapesArchive(7, 3, 2).write(file);

        try (ZipFile zip = new ZipFile(file.toFile())) {
            TreeSet<String> folders = new TreeSet<>();
            zip.stream().map(ZipEntry::getName).forEach(name -> folders.add(name.replaceFirst("/[0-9]{4}\\.png$", "")));
            assertThat(zip.size()).isEqualTo(10 * (3 + 2));
            assertThat(folders).hasSize(20).contains("shapes/train/arrow", "shapes/test/triangle");
        }
    }

    @Test
    void storesThePixelsThatWereDrawn() throws IOException {
        Path file = directory.resolve("shapes.zip");
        new ShapesArchive(0, 1, 0).write(file);

        try (ZipFile zip = new ZipFile(file.toFile());
                InputStream png = zip.getInputStream(zip.getEntry("shapes/train/arrow/0000.png"))) {
            BufferedImage image = ImageIO.read(png);
            int[] stored = image.getRGB(0, 0, 32, 32, null, 0, 32);
            int[] drawn = ShapeImage.draw(Shape.ARROW, new SplittableRandom(0));
            assertThat(stored)
                    .isEqualTo(Arrays.stream(drawn).map(p -> p | 0xFF000000).toArray());
        }
    }

    @Test
    void aSeedGivesTheSamePixelsEverywhere() {
        byte[] pixels = new byte[10 * 32 * 32 * 3];
        int at = 0;
        Shape[] shapes = Shape.values();
        for (int label = 0; label < shapes.length; label++) {
            for (int rgb : ShapeImage.draw(shapes[label], new SplittableRandom(label))) {
                pixels[at++] = (byte) (rgb >> 16);
                pixels[at++] = (byte) (rgb >> 8);
                pixels[at++] = (byte) rgb;
            }
        }

        assertThat(Sha256.hex(pixels)).isEqualTo(PIXELS_SHA256);
    }

    /// Areas in closed form, against the share of a fine grid that the distance calls inside.
    @ParameterizedTest
    @EnumSource(names = {"CIRCLE", "RING", "SQUARE", "HEXAGON", "TRIANGLE", "CROSS", "DIAMOND"})
    void coversItsArea(Shape shape) {
        double area =
                switch (shape) {
                    case CIRCLE -> Math.PI * 0.85 * 0.85;
                    case RING -> Math.PI * (0.9 * 0.9 - 0.5 * 0.5);
                    case SQUARE -> 1.44 * 1.44;
                    case HEXAGON -> 3 * Math.sqrt(3) / 2 * 0.9 * 0.9;
                    case TRIANGLE -> 3 * Math.sqrt(3) / 4 * 0.95 * 0.95;
                    case CROSS -> 2 * 1.9 * 0.56 - 0.56 * 0.56;
                    case DIAMOND -> 2 * 0.6;
                    case ARROW, CRESCENT, STAR -> throw new AssertionError("no closed form");
                };

        assertThat(areaOnGrid(shape)).isCloseTo(area, within(0.01));
    }

    private static double areaOnGrid(Shape shape) {
        int cells = 800;
        long inside = 0;
        for (int row = 0; row < cells; row++) {
            for (int column = 0; column < cells; column++) {
                double x = 2.4 * (column + 0.5) / cells - 1.2;
                double y = 2.4 * (row + 0.5) / cells - 1.2;
                inside += shape.distance(x, y) < 0 ? 1 : 0;
            }
        }
        return 2.4 * 2.4 * inside / ((double) cells * cells);
    }

    @Test
    void classesStandInAlphabeticalOrder() {
        List<String> names = Arrays.stream(Shape.values()).map(Shape::className).toList();

        assertThat(names).isSorted().doesNotHaveDuplicates().hasSize(10);
    }
}
