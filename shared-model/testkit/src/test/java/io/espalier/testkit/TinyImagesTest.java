package io.espalier.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TinyImagesTest {

    @TempDir
    private Path root;

    @Test
    void writesAFolderPerSplitAndClass() throws IOException {
        new TinyImages(16, 3, 1).write(root);

        for (String split : new String[] {"train", "test"}) {
            for (String className : TinyImages.CLASSES) {
                try (Stream<Path> images = Files.list(root.resolve(split).resolve(className))) {
                    assertThat(images).hasSize(3);
                }
            }
        }
        BufferedImage image = ImageIO.read(root.resolve("train/disc/0000.png").toFile());
        assertThat(image.getWidth()).isEqualTo(16);
        assertThat(image.getHeight()).isEqualTo(16);
    }

    @Test
    void writesTheSamePixelsForTheSameSeed() throws IOException {
        new TinyImages(16, 1, 7).write(root.resolve("one"));
        new TinyImages(16, 1, 7).write(root.resolve("same"));
        new TinyImages(16, 1, 8).write(root.resolve("other"));

        byte[] one = Files.readAllBytes(root.resolve("one/train/bar/0000.png"));
        assertThat(Files.readAllBytes(root.resolve("same/train/bar/0000.png"))).isEqualTo(one);
        assertThat(Files.readAllBytes(root.resolve("other/train/bar/0000.png"))).isNotEqualTo(one);
    }

    /// The shape is brighter than any background pixel.
    @Test
    void drawsAShapeOnEveryImage() throws IOException {
        new TinyImages(32, 2, 1).write(root);

        for (String className : TinyImages.CLASSES) {
            BufferedImage image = ImageIO.read(
                    root.resolve("test").resolve(className).resolve("0001.png").toFile());
            int bright = 0;
            for (int y = 0; y < 32; y++) {
                for (int x = 0; x < 32; x++) {
                    bright += (image.getRGB(x, y) & 0xff) >= 160 ? 1 : 0;
                }
            }
            assertThat(bright).as(className).isBetween(40, 512);
        }
    }
}
