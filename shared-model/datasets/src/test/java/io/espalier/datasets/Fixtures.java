package io.espalier.datasets;

import io.espalier.contracts.Augmentation;
import io.espalier.contracts.DataFormat;
import io.espalier.contracts.DataSpec;
import io.espalier.contracts.Preprocessing;
import io.espalier.contracts.Resize;
import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jspecify.annotations.Nullable;

/// Small data sets made by the tests.
final class Fixtures {

    static final Preprocessing PLAIN = new Preprocessing(1.0, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0), null);

    private Fixtures() {}

    static DataSpec spec(String uri) {
        return spec(uri, 0, Augmentation.NONE);
    }

    static DataSpec spec(String uri, int limit, Augmentation augmentation) {
        return new DataSpec(
                uri, DataFormat.IMAGE_FOLDER, "train", "test", null, null, 0, null, limit, PLAIN, augmentation);
    }

    static DataSpec cifar(String uri) {
        return new DataSpec(
                uri, DataFormat.CIFAR_BINARY, "train", "test", null, null, 0, null, 0, PLAIN, Augmentation.NONE);
    }

    /// Of `train` and `test`, with plain pixels.
    static DataSpec spec(
            String uri, DataFormat format, double maxCorrupt, @Nullable Integer ignoreIndex, @Nullable Resize resize) {
        Preprocessing preprocessing = new Preprocessing(1.0, PLAIN.mean(), PLAIN.std(), resize);
        return new DataSpec(
                uri, format, "train", "test", null, null, maxCorrupt, ignoreIndex, 0, preprocessing, Augmentation.NONE);
    }

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// Pixels `0xRRGGBB`, shape `(h, w)`.
    static int[][] noise(int height, int width, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[][] rgb = new int[height][width];
        for (int[] row : rgb) {
            for (int x = 0; x < width; x++) {
                row[x] = random.nextInt(1 << 24);
            }
        }
        return rgb;
    }

    static byte[] png(int[][] rgb) {
        BufferedImage image = new BufferedImage(rgb[0].length, rgb.length, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < rgb.length; y++) {
            for (int x = 0; x < rgb[0].length; x++) {
                image.setRGB(x, y, rgb[y][x]);
            }
        }
        return encode(image, "png");
    }

    static byte[] encode(BufferedImage image, String format) {
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            ImageIO.write(image, format, out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// `imagesPerClass` images of 6 × 5 noise in each of three classes of two splits, and files that are no images.
    static Map<String, byte[]> threeClasses(int imagesPerClass) {
        Map<String, byte[]> files = new TreeMap<>();
        int seed = 0;
        for (String split : List.of("train", "test")) {
            for (String name : List.of("cat", "cat-fish", "ant")) { // '-' sorts before '/'
                for (int i = 0; i < imagesPerClass; i++) {
                    files.put(split + "/" + name + "/" + i + ".png", png(noise(6, 5, seed++)));
                }
            }
        }
        files.put("README.txt", new byte[] {1});
        files.put("train/cat/.hidden.png", new byte[] {1});
        return files;
    }

    static Path folder(Path root, Map<String, byte[]> files) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = root.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        return root;
    }

    static Path zip(Path archive, String prefix, Map<String, byte[]> files) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(prefix + file.getKey()));
                zip.write(file.getValue());
            }
        }
        return archive;
    }

    /// The files in reverse order, gzipped if the name ends with `gz`.
    static Path tar(Path archive, String prefix, Map<String, byte[]> files) throws IOException {
        OutputStream file = new BufferedOutputStream(Files.newOutputStream(archive));
        OutputStream out = archive.toString().endsWith("gz") ? new GZIPOutputStream(file) : file;
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            for (Map.Entry<String, byte[]> content :
                    new TreeMap<>(files).descendingMap().entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(prefix + content.getKey());
                entry.setSize(content.getValue().length);
                tar.putArchiveEntry(entry);
                tar.write(content.getValue());
                tar.closeArchiveEntry();
            }
        }
        return archive;
    }
}
