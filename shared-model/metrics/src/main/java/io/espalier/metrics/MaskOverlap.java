package io.espalier.metrics;

import io.espalier.datasets.Prediction;
import io.espalier.datasets.Targets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Overlap of predicted and labelled regions, counted over the pixels of all images at once.
///
/// `iou/<class> = tp / (tp + fp + fn)`; `miou` is its mean over the classes that occur in a label or a prediction, and
/// the others have no `iou/<class>`. `pixel-accuracy` is the share of labelled pixels with the right class. Pixels
/// labelled [Targets#IGNORED] count nowhere. A pixel's class is that of its largest logit, the first of equal ones; a
/// logit that is not a number makes the pixel a wrong one that claims no class.
///
/// Source: Everingham et al., _The PASCAL Visual Object Classes Challenge: A Retrospective_, 2015, section 4.3.
final class MaskOverlap implements Metric {

    private static final short NO_CLASS = -1;

    private final List<String> classNames;
    private final long[] labelled;
    private final long[] predicted;
    private final long[] correct;

    /// Largest logit so far and its class, of each pixel of one image.
    private float[] largest = {};

    private short[] answer = {};

    MaskOverlap(List<String> classNames) {
        this.classNames = List.copyOf(classNames);
        this.labelled = new long[classNames.size()];
        this.predicted = new long[classNames.size()];
        this.correct = new long[classNames.size()];
    }

    @Override
    public void add(List<Prediction> outputs, Targets targets) {
        if (!(targets instanceof Targets.Masks masks)) {
            throw new IllegalArgumentException("segmentation is judged by one mask an image");
        }
        Prediction logits = Outputs.first(outputs, 4, "(n, classes, h, w)");
        Outputs.checkExtent(logits, 1, classNames.size(), "classes");
        checkExtents(logits, masks);
        int pixels = masks.height() * masks.width();
        if (answer.length != pixels) {
            largest = new float[pixels];
            answer = new short[pixels];
        }
        for (int image = 0; image < logits.shape()[0]; image++) {
            answer(logits.values(), image * classNames.size() * pixels);
            count(masks.classes(), image * pixels);
        }
    }

    private static void checkExtents(Prediction logits, Targets.Masks masks) {
        if (logits.shape()[2] != masks.height() || logits.shape()[3] != masks.width()) {
            throw new IllegalArgumentException("output %s does not fit masks of %d x %d (h x w)"
                    .formatted(Outputs.described(logits), masks.height(), masks.width()));
        }
        long needed = logits.shape()[0] * masks.height() * masks.width();
        if (masks.classes().length != needed) {
            throw new IllegalArgumentException("output %s needs %d mask pixels, had %d"
                    .formatted(Outputs.described(logits), needed, masks.classes().length));
        }
    }

    /// One class plane after the other, as they lie in memory.
    private void answer(float[] logits, int begin) {
        for (short c = 0; c < classNames.size(); c++) {
            int plane = begin + c * answer.length;
            for (int pixel = 0; pixel < answer.length; pixel++) {
                claim(pixel, c, logits[plane + pixel]);
            }
        }
    }

    /// A NaN stays the largest: nothing compares greater.
    private void claim(int pixel, short c, float logit) {
        if (Float.isNaN(logit)) {
            largest[pixel] = Float.NaN;
            answer[pixel] = NO_CLASS;
        } else if (c == 0 || logit > largest[pixel]) {
            largest[pixel] = logit;
            answer[pixel] = c;
        }
    }

    private void count(byte[] mask, int begin) {
        for (int pixel = 0; pixel < answer.length; pixel++) {
            int label = Byte.toUnsignedInt(mask[begin + pixel]);
            if (label == Targets.IGNORED) {
                continue;
            }
            if (label >= labelled.length) {
                throw new IllegalArgumentException("a mask names class %d, there are %d and %d for no label"
                        .formatted(label, labelled.length, Targets.IGNORED));
            }
            labelled[label]++;
            if (answer[pixel] != NO_CLASS) {
                predicted[answer[pixel]]++;
                correct[label] += answer[pixel] == label ? 1 : 0;
            }
        }
    }

    @Override
    public Scores scores() {
        Map<String, Double> ious = new LinkedHashMap<>();
        for (int c = 0; c < labelled.length; c++) {
            long union = labelled[c] + predicted[c] - correct[c];
            if (union > 0) {
                ious.put("iou/" + classNames.get(c), (double) correct[c] / union);
            }
        }
        long pixels = Arrays.stream(labelled).sum();
        Map<String, Double> values = new LinkedHashMap<>();
        values.put(
                "miou",
                ious.values().stream()
                        .mapToDouble(Double::doubleValue)
                        .average()
                        .orElse(0));
        values.put(
                "pixel-accuracy",
                pixels == 0 ? 0 : (double) Arrays.stream(correct).sum() / pixels);
        values.putAll(ious);
        return new Scores("miou", values);
    }
}
