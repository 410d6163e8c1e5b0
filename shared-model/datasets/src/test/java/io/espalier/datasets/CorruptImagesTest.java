package io.espalier.datasets;

import static io.espalier.datasets.Fixtures.folder;
import static io.espalier.datasets.Fixtures.noise;
import static io.espalier.datasets.Fixtures.png;
import static io.espalier.datasets.Fixtures.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.contracts.DataFormat;
import io.espalier.contracts.DataSpec;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.Resize;
import io.espalier.datasets.source.DatasetFiles;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorruptImagesTest {

    @TempDir
    Path data;

    @TempDir
    Path cache;

    @Test
    void areLeftOutCountedAndNamedUpToTheLimit() throws IOException {
        Map<String, byte[]> files = tenImages();
        files.keySet().removeIf(path -> path.contains("labels"));
        files.put("train/images/3.png", text("no image"));
        files.put("train/images/7.png", Arrays.copyOf(files.get("train/images/7.png"), 50));
        folder(data.resolve("set"), files);
        List<String> heard = new ArrayList<>();
        DecodeListener listener = new DecodeListener() {
            @Override
            public void decoded(int images) {}

            @Override
            public void corrupt(String path, String reason) {
                heard.add(reason);
            }
        };

        ImageDataset set = Datasets.open(spec(DataFormat.IMAGES, 0.2), "train", data, cache, listener);
        ImageDataset again = Datasets.open(spec(DataFormat.IMAGES, 0.2), "train", data, cache);

        assertThat(set.size()).isEqualTo(8);
        assertThat(set.report())
                .isEqualTo(new DecodeReport(2, List.of("train/images/3.png", "train/images/7.png"), 0))
                .isEqualTo(again.report());
        assertThat(heard).hasSize(2);
        assertThat(heard.get(0)).isEqualTo("'train/images/3.png' is not a JPEG or PNG image");
    }

    @Test
    void failTheRunBeyondTheLimit() throws IOException {
        Map<String, byte[]> files = tenImages();
        files.keySet().removeIf(path -> path.contains("labels"));
        files.put("train/images/3.png", text("no image"));
        files.put("train/images/7.png", text("none either"));
        folder(data.resolve("set"), files);

        assertInvalid(
                spec(DataFormat.IMAGES, 0.19),
                "2 of 10 images cannot be used",
                "data.max-corrupt: 0.19",
                "'train/images/3.png' is not",
                "'train/images/7.png' is not");
        assertInvalid(spec(DataFormat.IMAGES, 0), "'train/images/3.png' is not a JPEG or PNG image");
    }

    @Test
    void imagesWithoutTheirMaskAreCorrupt() throws IOException {
        Map<String, byte[]> files = tenImages();
        files.remove("train/labels/1.png");
        files.put("train/labels/2.png", mask(5, 9, 1));
        files.put("train/labels/3.png", text("no mask"));
        files.put("train/labels/4.png", text("no mask"));
        files.put("train/images/4.png", text("no image"));
        folder(data.resolve("set"), files);

        ImageDataset set = open(spec(DataFormat.MASK_FOLDER, 0.5));

        assertThat(set.size()).isEqualTo(6);
        assertThat(set.report().firstCorrupt())
                .containsExactly(
                        "train/images/1.png", "train/images/2.png", "train/images/3.png", "train/images/4.png");
        assertInvalid(spec(DataFormat.MASK_FOLDER, 0.1), "'train/images/1.png' has no mask", "9x5", "labels/3.png");
    }

    @Test
    void masksWithOtherClassesAreRefused() throws IOException {
        Map<String, byte[]> files = tenImages();
        files.put("train/labels/5.png", mask(4, 6, 2));
        folder(data.resolve("set"), files);

        assertInvalid(spec(DataFormat.MASK_FOLDER, 0.9), "'train/labels/5.png' has the value 2; there are 2 classes");

        files.put("train/labels/5.png", png(noise(4, 6, 1)));
        folder(data.resolve("set"), files);
        assertInvalid(spec(DataFormat.MASK_FOLDER, 0.9), "'train/labels/5.png' is an image in colours");
    }

    @Test
    void listedImagesThatAreNotThereAreCorrupt() throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        files.put("train/a.png", png(noise(4, 6, 1)));
        files.put("train/b.png", png(noise(4, 7, 2)));
        files.put("annotations/instances_train.json", text("""
                {"images": [{"id": 1, "file_name": "a.png", "width": 6, "height": 4},
                            {"id": 2, "file_name": "b.png", "width": 6, "height": 4},
                            {"id": 3, "file_name": "c.png", "width": 6, "height": 4}],
                 "annotations": [], "categories": [{"id": 1, "name": "x"}]}
                """));
        folder(data.resolve("set"), files);

        assertThat(open(Fixtures.spec("set", DataFormat.COCO, 0.7, null, new Resize(4, 4, Resize.Mode.STRETCH)))
                        .report())
                .isEqualTo(new DecodeReport(2, List.of("train/b.png", "train/c.png"), 0));
        Files.delete(data.resolve("set/train/b.png"));
        assertInvalid(
                spec(DataFormat.COCO, 0.6),
                "2 of 3",
                "'train/b.png' is listed, but not there",
                "'train/c.png' is listed, but not there");
    }

    @Test
    void cocoFilesThatAreNoneAreRefused() throws IOException {
        assertCoco("[]", "must be an object");
        assertCoco("{\"images\": 3}", "'images' must be a list");
        assertCoco("{\"images\": [{\"id\": 1", "Unexpected end");
        assertCoco(
                "{\"annotations\": [{\"image_id\": 4, \"category_id\": 1, \"bbox\": [1, 2, 3]}]}", "four numbers", "4");
        assertCoco(
                "{\"annotations\": [{\"image_id\": 4, \"category_id\": 9, \"bbox\": [1, 2, 3, 4]}]}",
                "categories that it does not name: [9]");
        folder(data.resolve("set"), Map.of("other.json", new byte[1]));
        Files.delete(data.resolve("set/annotations/instances_train.json"));
        assertInvalid(spec(DataFormat.COCO, 0), "no 'annotations/instances_train.json' in", "expected train/NAME and");
    }

    /// COCO's own file has 448 MB.
    @Test
    void cocoFilesMayBeLargerThanAnyImage() throws IOException {
        String padding = " ".repeat(DatasetFiles.MAX_FILE_BYTES);
        Map<String, byte[]> files = Map.of(
                "train/a.png",
                png(noise(4, 6, 1)),
                "annotations/instances_train.json",
                text("{\"images\": [{\"id\": 1, \"file_name\": \"a.png\", \"width\": 6, \"height\": 4}]," + padding
                        + "\"annotations\": [], \"categories\": [{\"id\": 1, \"name\": \"x\"}]}"));
        folder(data.resolve("set"), files);

        assertThat(open(spec(DataFormat.COCO, 0)).size()).isEqualTo(1);
    }

    private void assertCoco(String json, String... parts) throws IOException {
        folder(data.resolve("set"), Map.of("annotations/instances_train.json", text(json)));
        assertInvalid(spec(DataFormat.COCO, 0), parts);
    }

    private void assertInvalid(DataSpec spec, String... messageParts) {
        assertThatThrownBy(() -> open(spec)).isInstanceOfSatisfying(PipelineException.Permanent.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.DATASET_INVALID);
            assertThat(e.getMessage()).contains(messageParts);
        });
    }

    private ImageDataset open(DataSpec spec) {
        return Datasets.open(spec, "train", data, cache);
    }

    private static DataSpec spec(DataFormat format, double maxCorrupt) {
        return Fixtures.spec("set", format, maxCorrupt, null, null);
    }

    /// As `mask-folder`.
    private static Map<String, byte[]> tenImages() {
        Map<String, byte[]> files = new TreeMap<>();
        files.put("classes.txt", text("a\nb"));
        for (int i = 0; i < 10; i++) {
            files.put("train/images/" + i + ".png", png(noise(4, 6, i)));
            files.put("train/labels/" + i + ".png", mask(4, 6, i % 2));
        }
        return files;
    }

    private static byte[] mask(int height, int width, int value) {
        BufferedImage mask = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        for (int at = 0; at < height * width; at++) {
            mask.getRaster().setSample(at % width, at / width, 0, value);
        }
        return Fixtures.encode(mask, "png");
    }
}
