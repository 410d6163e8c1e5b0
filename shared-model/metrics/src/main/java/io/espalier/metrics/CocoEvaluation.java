package io.espalier.metrics;

import io.espalier.datasets.BoxList;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// COCO's twelve numbers for boxes, and the average precision of each class.
///
/// Source: `COCOeval` of pycocotools 2.0.11. Only an object's size differs where a file gives the area of an outline:
/// here it is that of the box.
final class CocoEvaluation {

    /// Detections of a class that count in an image.
    static final int MAX_DETECTIONS = 100;

    /// Of [Grid#IOU]: 0.50 and 0.75.
    private static final int AT_50 = 0;

    private static final int AT_75 = 5;

    private final List<String> classNames;
    private final Map<AreaRange, List<PrecisionRecall>> curves = new EnumMap<>(AreaRange.class);

    CocoEvaluation(List<String> classNames) {
        this.classNames = List.copyOf(classNames);
        for (AreaRange range : AreaRange.values()) {
            curves.put(
                    range,
                    classNames.stream().map(name -> new PrecisionRecall()).toList());
        }
    }

    /// Adds one class of one image.
    ///
    /// @param detections of the class, [#MAX_DETECTIONS] at most
    /// @param objects    of the class
    void add(int classIndex, Detections detections, BoxList objects) {
        if (detections.size() > MAX_DETECTIONS) {
            throw new IllegalArgumentException(
                    "an image has %d detections at most, had %d".formatted(MAX_DETECTIONS, detections.size()));
        }
        curves.forEach((range, ofClass) ->
                ofClass.get(classIndex).add(new Matching(detections, objects, range), detections.scores()));
    }

    /// `map` first; then `map-50`, `map-75`, `ap/<class>` of the classes with an object, `map-<size>`,
    /// `recall-<detections an image>` and `recall-<size>`, sizes only if there is an object of that size.
    Map<String, Double> values() {
        Map<String, Double> values = new LinkedHashMap<>();
        Map<String, Double> ofClasses = new LinkedHashMap<>();
        precision(values, ofClasses);
        values.putAll(ofClasses);
        for (AreaRange range : List.of(AreaRange.SMALL, AreaRange.MEDIUM, AreaRange.LARGE)) {
            putMean(values, "map", range, curve -> mean(curve.averagePrecision()));
        }
        for (int perImage : new int[] {1, 10, MAX_DETECTIONS}) {
            putMean(values, "recall-" + perImage, AreaRange.ALL, curve -> recall(curve, perImage));
        }
        for (AreaRange range : List.of(AreaRange.SMALL, AreaRange.MEDIUM, AreaRange.LARGE)) {
            putMean(values, "recall", range, curve -> recall(curve, MAX_DETECTIONS));
        }
        return values;
    }

    private void precision(Map<String, Double> values, Map<String, Double> ofClasses) {
        List<double[]> judged = new ArrayList<>();
        List<PrecisionRecall> all = ofRange(AreaRange.ALL);
        for (int c = 0; c < classNames.size(); c++) {
            if (all.get(c).isJudged()) {
                double[] averages = all.get(c).averagePrecision();
                judged.add(averages);
                ofClasses.put("ap/" + classNames.get(c), mean(averages));
            }
        }
        values.put("map", mean(judged, CocoEvaluation::mean));
        values.put("map-50", mean(judged, averages -> averages[AT_50]));
        values.put("map-75", mean(judged, averages -> averages[AT_75]));
    }

    private void putMean(
            Map<String, Double> values, String name, AreaRange range, ToDoubleFunction<PrecisionRecall> value) {
        List<PrecisionRecall> judged =
                ofRange(range).stream().filter(PrecisionRecall::isJudged).toList();
        if (!judged.isEmpty()) {
            values.put(name + range.suffix(), mean(judged, value));
        }
    }

    private List<PrecisionRecall> ofRange(AreaRange range) {
        return curves.getOrDefault(range, List.of());
    }

    private static double recall(PrecisionRecall curve, int perImage) {
        double sum = 0;
        for (int threshold = 0; threshold < Grid.IOU.length; threshold++) {
            sum += curve.recall(threshold, perImage);
        }
        return sum / Grid.IOU.length;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static <T> double mean(List<T> judged, ToDoubleFunction<T> value) {
        return judged.stream().mapToDouble(value).average().orElse(0);
    }
}
