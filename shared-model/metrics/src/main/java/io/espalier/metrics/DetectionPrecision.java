package io.espalier.metrics;

import io.espalier.datasets.BoxList;
import io.espalier.datasets.Prediction;
import io.espalier.datasets.Targets;
import java.util.Arrays;
import java.util.List;

/// COCO's mean average precision of the outputs `boxes (n, N, 4)` and `scores (n, N, classes)`.
///
/// Each class is suppressed by itself ([NonMaximumSuppression]) and its 100 best boxes of an image are judged. Every
/// box may be a detection of every class. A box with a corner that is not a number finds nothing, a score that is not a
/// number is none.
final class DetectionPrecision implements Metric {

    /// IoU 0.65 is YOLOX's `nmsthre`, score 0.001 YOLOv5's `conf_thres` for validation: both low enough to leave the
    /// precision to the ranking. 1000 candidates are RetinaNet's `topk_candidates`.
    private static final NonMaximumSuppression SUPPRESSION =
            new NonMaximumSuppression(0.65, 0.001f, 1000, CocoEvaluation.MAX_DETECTIONS);

    private final int classes;
    private final NonMaximumSuppression suppression;
    private final CocoEvaluation evaluation;

    DetectionPrecision(List<String> classNames) {
        this(classNames, SUPPRESSION);
    }

    DetectionPrecision(List<String> classNames, NonMaximumSuppression suppression) {
        this.suppression = suppression;
        this.classes = classNames.size();
        this.evaluation = new CocoEvaluation(classNames);
    }

    @Override
    public void add(List<Prediction> outputs, Targets targets) {
        if (!(targets instanceof Targets.Boxes objects)) {
            throw new IllegalArgumentException("detection is judged by a list of boxes an image");
        }
        Prediction boxes = Outputs.named(outputs, "boxes", 3, "(n, N, 4)");
        Prediction scores = Outputs.named(outputs, "scores", 3, "(n, N, classes)");
        int count = Outputs.extent(scores, 1);
        Outputs.checkExtent(scores, 0, objects.images().size(), "images");
        Outputs.checkExtent(scores, 2, classes, "classes");
        Outputs.checkExtent(boxes, 0, objects.images().size(), "images");
        Outputs.checkExtent(boxes, 1, count, "rows of scores");
        Outputs.checkExtent(boxes, 2, 4, "corners");
        for (int image = 0; image < objects.images().size(); image++) {
            float[] corners = Arrays.copyOfRange(boxes.values(), image * count * 4, (image + 1) * count * 4);
            for (int c = 0; c < classes; c++) {
                float[] ofClass = column(scores.values(), image * count, count, c);
                evaluation.add(
                        c, detections(corners, ofClass), only(objects.images().get(image), c));
            }
        }
    }

    private float[] column(float[] scores, int firstRow, int rows, int column) {
        float[] values = new float[rows];
        for (int row = 0; row < rows; row++) {
            values[row] = scores[(firstRow + row) * classes + column];
        }
        return values;
    }

    private Detections detections(float[] corners, float[] scores) {
        int[] kept = suppression.keep(corners, scores);
        float[] keptCorners = new float[4 * kept.length];
        float[] keptScores = new float[kept.length];
        for (int i = 0; i < kept.length; i++) {
            System.arraycopy(corners, 4 * kept[i], keptCorners, 4 * i, 4);
            keptScores[i] = scores[kept[i]];
        }
        return new Detections(keptCorners, keptScores);
    }

    /// Objects of one class, in their order.
    private static BoxList only(BoxList objects, int classIndex) {
        int count = 0;
        float[] corners = new float[objects.corners().length];
        boolean[] crowd = new boolean[objects.size()];
        for (int g = 0; g < objects.size(); g++) {
            if (objects.classes()[g] == classIndex) {
                System.arraycopy(objects.corners(), 4 * g, corners, 4 * count, 4);
                crowd[count++] = objects.crowd()[g];
            }
        }
        int[] classes = new int[count];
        Arrays.fill(classes, classIndex);
        return new BoxList(Arrays.copyOf(corners, 4 * count), classes, Arrays.copyOf(crowd, count));
    }

    @Override
    public Scores scores() {
        return new Scores("map", evaluation.values());
    }
}
