package io.espalier.trainable.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.espalier.contracts.DetectionLossSpec;
import io.espalier.datasets.Batch;
import io.espalier.datasets.BoxList;
import io.espalier.datasets.Targets;
import io.espalier.trainable.loss.CompleteIou.Corners;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Loss of a detector whose outputs are decoded: `boxes (n, N, 4)`, corners in pixels, and `scores (n, N, classes)`
/// after the sigmoid. With the score targets `q` of [TaskAlignedAssigner] and `Q = max(1, Σ q)` over the batch it is
/// `b / Q · Σ q (1 − CIoU) + s / Q · Σ L(p, q)`: the first sum over assigned points, the second over all scores of
/// points that are taught something, `L` of [ScoreTerm].
///
/// Metrics: `box-loss` and `score-loss`, both without their weights, and `mean-iou` of the assigned points.
///
/// Sources: [TaskAlignedAssigner], [CompleteIou], [ScoreTerm].
///
/// @param spec weights b and s, and L
record DetectionLoss(DetectionLossSpec spec) implements Loss {

    static final String BOXES = "boxes";
    static final String SCORES = "scores";

    @Override
    public LossValue of(Outputs outputs, Batch batch) {
        NDArray boxes = outputs.named(BOXES);
        NDArray scores = outputs.named(SCORES);
        requireShapes(boxes.getShape(), scores.getShape(), batch);
        Positives positives = assigned(boxes, scores, batch);
        NDArray boxLoss = boxLoss(boxes, positives);
        NDArray scoreLoss = scoreLoss(scores, positives);
        NDArray total = Taped.times(boxLoss, spec.boxes()).add(Taped.times(scoreLoss, spec.scores()));
        return new LossValue(
                total,
                Map.of(
                        "box-loss", (double) boxLoss.getFloat(),
                        "score-loss", (double) scoreLoss.getFloat(),
                        "mean-iou", positives.meanIou()));
    }

    private static void requireShapes(Shape boxes, Shape scores, Batch batch) {
        if (boxes.dimension() != 3
                || scores.dimension() != 3
                || boxes.get(2) != 4
                || boxes.get(1) != scores.get(1)
                || boxes.get(0) != batch.size()) {
            throw new IllegalArgumentException(
                    "a detector's outputs are boxes (n, N, 4) and scores (n, N, classes), were " + boxes + ", "
                            + scores);
        }
    }

    private static Positives assigned(NDArray boxes, NDArray scores, Batch batch) {
        List<BoxList> objects = objects(batch);
        int points = Math.toIntExact(boxes.getShape().get(1));
        int classes = Math.toIntExact(scores.getShape().get(2));
        objects.forEach(list ->
                new ClassRange(classes).require(Arrays.stream(list.classes()).asLongStream()));
        Optional<PointLayout> layout = PointLayout.of(points, batch.height(), batch.width());
        float[] allBoxes = boxes.toFloatArray();
        float[] allScores = scores.toFloatArray();
        List<Assignment> assignments = new ArrayList<>();
        for (int image = 0; image < batch.size(); image++) {
            float[] imageBoxes = Arrays.copyOfRange(allBoxes, image * points * 4, (image + 1) * points * 4);
            float[] imageScores =
                    Arrays.copyOfRange(allScores, image * points * classes, (image + 1) * points * classes);
            assignments.add(new TaskAlignedAssigner(imageBoxes, imageScores, layout).assign(objects.get(image)));
        }
        return Positives.of(assignments, objects, points, classes);
    }

    private static List<BoxList> objects(Batch batch) {
        if (batch.targets() instanceof Targets.Boxes boxes) {
            return boxes.images();
        }
        throw new IllegalStateException(
                "the images have no boxes, but " + batch.targets().getClass().getSimpleName());
    }

    /// `Σ q (1 − CIoU) / Q`
    private static NDArray boxLoss(NDArray boxes, Positives positives) {
        NDArray flat = boxes.flatten();
        if (positives.isEmpty()) {
            return Taped.times(flat.sum(), 0); // the boxes stay on the tape
        }
        NDManager manager = boxes.getManager();
        NDArray first = manager.create(positives.boxes()).mul(4);
        Corners predicted = new Corners(
                flat.gather(first, 0),
                flat.gather(first.add(1), 0),
                flat.gather(first.add(2), 0),
                flat.gather(first.add(3), 0));
        float[][] truth = positives.corners();
        Corners object = new Corners(
                manager.create(truth[0]), manager.create(truth[1]), manager.create(truth[2]), manager.create(truth[3]));
        NDArray targets = manager.create(positives.targets());
        NDArray missed = CompleteIou.of(predicted, object).neg().add(1f);
        return Taped.over(missed.mul(targets).sum(), positives.mass());
    }

    /// `Σ L(p, q) / Q`: all scores as if their target were 0, then the assigned ones put right.
    private NDArray scoreLoss(NDArray scores, Positives positives) {
        ScoreTerm term = new ScoreTerm(spec.function());
        NDManager manager = scores.getManager();
        NDArray judged = manager.create(
                positives.judged(),
                new Shape(scores.getShape().get(0), scores.getShape().get(1), 1));
        NDArray total = term.ofZero(scores).mul(judged).sum();
        if (!positives.isEmpty()) {
            NDArray assigned = scores.flatten().gather(manager.create(positives.scores()), 0);
            NDArray targets = manager.create(positives.targets());
            total = total.add(
                    term.ofTarget(assigned, targets).sub(term.ofZero(assigned)).sum());
        }
        return Taped.over(total, positives.mass());
    }
}
