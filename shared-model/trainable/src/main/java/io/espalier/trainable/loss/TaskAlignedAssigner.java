package io.espalier.trainable.loss;

import io.espalier.datasets.BoxList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Chooses the points that are taught an object by how well they already find it: the alignment of point `i` and
/// object `j` is `t = s^α u^β`, `s` the score for the object's class and `u` the IoU of predicted and true box.
///
/// - Candidates of an object are the points inside its box, or the nearest point if there is none. If the layout of
///   the points is unknown, the centres of the predicted boxes stand for them, and the `topk` nearest are candidates
///   too.
/// - An object claims its `topk` candidates of largest `t`; of equal ones those nearer to its centre.
/// - A point claimed by several objects goes to the one of largest IoU, then to the first.
/// - The score target is `t / max t · max u`, the maxima over the object's points.
/// - Points inside a crowd's box that have no object are taught nothing.
///
/// `s` and `u` count as at least [#LEAST_SCORE] and [#LEAST_IOU], so that the nearest points are taught even while no
/// prediction meets the object.
///
/// Source: Feng et al., TOOD, arXiv:2108.07755, section 3.2, equations 5 and 6; α, β and topk as in YOLOv8.
final class TaskAlignedAssigner {

    static final double ALPHA = 0.5;
    static final double BETA = 6;
    static final int TOP_K = 10;
    static final double LEAST_SCORE = 1e-6;
    static final double LEAST_IOU = 0.01;

    private final float[] boxes;
    private final float[] scores;
    private final int classes;
    private final boolean layoutKnown;
    private final PointLayout points;

    /// @param boxes  predicted, shape `(points, 4)`: x1 y1 x2 y2
    /// @param scores in `[0, 1]`, shape `(points, classes)`
    /// @param layout of the points; empty = unknown
    TaskAlignedAssigner(float[] boxes, float[] scores, Optional<PointLayout> layout) {
        this.boxes = boxes;
        this.scores = scores;
        this.classes = scores.length / (boxes.length / 4);
        this.layoutKnown = layout.isPresent();
        this.points = layout.orElseGet(() -> PointLayout.centres(boxes));
    }

    /// A point claimed by an object.
    private record Claim(int point, int object, double alignment, double iou) {}

    /// @param objects of the image, classes below the number of scores a point
    Assignment assign(BoxList objects) {
        Claim[] owners = new Claim[boxes.length / 4];
        for (int object = 0; object < objects.size(); object++) {
            if (!objects.crowd()[object]) {
                claims(objects, object).forEach(claim -> settle(owners, claim));
            }
        }
        return new Assignment(positives(owners, objects.size()), ignored(owners, objects));
    }

    private List<Claim> claims(BoxList objects, int object) {
        return candidates(objects, object)
                .mapToObj(point -> claim(point, objects, object))
                .sorted(Comparator.comparingDouble(Claim::alignment)
                        .reversed()
                        .thenComparingDouble(claim -> points.squaredDistance(claim.point(), objects.corners(), object))
                        .thenComparingInt(Claim::point))
                .limit(TOP_K)
                .toList();
    }

    private IntStream candidates(BoxList objects, int object) {
        int[] inside = IntStream.range(0, boxes.length / 4)
                .filter(point -> points.inside(point, objects.corners(), object))
                .toArray();
        int nearest = layoutKnown ? Math.max(0, 1 - inside.length) : TOP_K;
        return IntStream.concat(Arrays.stream(inside), nearest(objects, object, nearest))
                .distinct();
    }

    private IntStream nearest(BoxList objects, int object, int count) {
        if (count == 0) {
            return IntStream.empty();
        }
        return IntStream.range(0, boxes.length / 4)
                .boxed()
                .sorted(Comparator.comparingDouble(point -> points.squaredDistance(point, objects.corners(), object)))
                .limit(count)
                .mapToInt(Integer::intValue);
    }

    private Claim claim(int point, BoxList objects, int object) {
        double iou = Overlap.of(boxes, point, objects.corners(), object);
        double score = scores[point * classes + objects.classes()[object]];
        double alignment = Math.pow(Math.max(score, LEAST_SCORE), ALPHA) * Math.pow(Math.max(iou, LEAST_IOU), BETA);
        return new Claim(point, object, alignment, iou);
    }

    private static void settle(Claim[] owners, Claim claim) {
        Claim owner = owners[claim.point()];
        if (owner == null || claim.iou() > owner.iou()) {
            owners[claim.point()] = claim;
        }
    }

    private static List<Assignment.Positive> positives(Claim[] owners, int objects) {
        double[] largestAlignment = new double[objects];
        double[] largestIou = new double[objects];
        Arrays.fill(largestIou, LEAST_IOU);
        List<Claim> claims =
                Arrays.stream(owners).filter(owner -> owner != null).toList();
        for (Claim claim : claims) {
            int object = claim.object();
            largestAlignment[object] = Math.max(largestAlignment[object], claim.alignment());
            largestIou[object] = Math.max(largestIou[object], claim.iou());
        }
        List<Assignment.Positive> positives = new ArrayList<>();
        for (Claim claim : claims) {
            int object = claim.object();
            double target = claim.alignment() / largestAlignment[object] * largestIou[object];
            positives.add(new Assignment.Positive(claim.point(), object, target, claim.iou()));
        }
        return positives;
    }

    private boolean[] ignored(Claim[] owners, BoxList objects) {
        boolean[] ignored = new boolean[owners.length];
        for (int object = 0; object < objects.size(); object++) {
            for (int point = 0; objects.crowd()[object] && point < owners.length; point++) {
                ignored[point] |= owners[point] == null && points.inside(point, objects.corners(), object);
            }
        }
        return ignored;
    }
}
