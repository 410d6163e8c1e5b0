package io.espalier.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.espalier.datasets.BoxList;
import io.espalier.datasets.Prediction;
import io.espalier.datasets.Targets;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// The frozen case of `coco/make_case.py`.
record CocoCase(List<Image> images, JsonNode expected) {

    static final List<String> CLASSES = List.of("a", "b", "c", "d", "without-object", "only-crowds");

    /// Lets every detection through, as pycocotools takes what it is given.
    static final NonMaximumSuppression NONE =
            new NonMaximumSuppression(1, 0, Integer.MAX_VALUE, CocoEvaluation.MAX_DETECTIONS);

    /// @param detections rows of x1 y1 x2 y2 class score
    record Image(BoxList objects, List<float[]> detections) {}

    static CocoCase read() {
        try (InputStream json = Objects.requireNonNull(CocoCase.class.getResourceAsStream("/coco/case.json"))) {
            JsonNode root = new ObjectMapper().readTree(json);
            List<Image> images = new ArrayList<>();
            for (JsonNode image : root.get("images")) {
                images.add(new Image(objects(rows(image.get("objects"))), rows(image.get("detections"))));
            }
            return new CocoCase(images, root.get("expected"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<float[]> rows(JsonNode list) {
        List<float[]> rows = new ArrayList<>();
        for (JsonNode row : list) {
            float[] values = new float[row.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = row.get(i).floatValue();
            }
            rows.add(values);
        }
        return rows;
    }

    private static BoxList objects(List<float[]> rows) {
        float[] corners = new float[4 * rows.size()];
        int[] classes = new int[rows.size()];
        boolean[] crowd = new boolean[rows.size()];
        for (int i = 0; i < rows.size(); i++) {
            System.arraycopy(rows.get(i), 0, corners, 4 * i, 4);
            classes[i] = (int) rows.get(i)[4];
            crowd[i] = rows.get(i)[5] == 1;
        }
        return new BoxList(corners, classes, crowd);
    }

    /// The images as one batch of a network with as many rows as the image with the most detections has.
    static void addBatch(Metric metric, List<Image> images) {
        int rows = images.stream().mapToInt(i -> i.detections().size()).max().orElse(0);
        int classes = CLASSES.size();
        float[] boxes = new float[images.size() * rows * 4];
        float[] scores = new float[images.size() * rows * classes];
        for (int i = 0; i < images.size(); i++) {
            for (int d = 0; d < images.get(i).detections().size(); d++) {
                float[] detection = images.get(i).detections().get(d);
                System.arraycopy(detection, 0, boxes, (i * rows + d) * 4, 4);
                scores[(i * rows + d) * classes + (int) detection[4]] = detection[5];
            }
        }
        metric.add(
                List.of(
                        new Prediction("scores", new long[] {images.size(), rows, classes}, scores),
                        new Prediction("boxes", new long[] {images.size(), rows, 4}, boxes)),
                new Targets.Boxes(images.stream().map(Image::objects).toList()));
    }
}
