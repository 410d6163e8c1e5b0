package io.espalier.metrics;

import io.espalier.datasets.Prediction;
import io.espalier.datasets.Targets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Share of images whose label is the class of the largest logit, `top-1`, or of one of the five largest, `top-5`.
///
/// Of equal logits the first class counts; a logit that is not a number makes the image a wrong one.
final class TopAccuracy implements Metric {

    private static final int FIVE = 5;

    private final int classes;
    private long images;
    private long first;
    private long firstFive;

    TopAccuracy(int classes) {
        this.classes = classes;
    }

    @Override
    public void add(List<Prediction> outputs, Targets targets) {
        if (!(targets instanceof Targets.Labels labels)) {
            throw new IllegalArgumentException("classification is judged by one label an image");
        }
        Prediction logits = Outputs.first(outputs, 2, "(n, classes)");
        Outputs.checkExtent(logits, 0, labels.classes().length, "labels");
        int width = Outputs.extent(logits, 1);
        for (int image = 0; image < labels.classes().length; image++) {
            int label = checked(labels.classes()[image], width);
            int rank = Logits.rank(logits.values(), image * width, width, label);
            first += rank == 0 ? 1 : 0;
            firstFive += rank < FIVE ? 1 : 0;
            images++;
        }
    }

    private static int checked(long label, int width) {
        if (label < 0 || label >= width) {
            throw new IllegalArgumentException("label %d has no logit among %d".formatted(label, width));
        }
        return (int) label;
    }

    @Override
    public Scores scores() {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("top-1", share(first));
        if (classes > FIVE) {
            values.put("top-5", share(firstFive));
        }
        return new Scores("top-1", values);
    }

    private double share(long correct) {
        return images == 0 ? 0 : (double) correct / images;
    }
}
