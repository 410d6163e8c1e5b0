package io.espalier.metrics;

import io.espalier.datasets.BoxList;

/// Which detections of one class find which objects in one image, at every threshold of [Grid#IOU].
///
/// In the order of falling score, each detection takes the object with the largest overlap of at least the threshold
/// that no other one has taken, the last of equal ones. Objects to be ignored (crowds, and those outside of the area
/// range) are taken only where there is no other, a crowd by any number of detections. A detection that has taken one,
/// or none and is itself outside of the range, is neither right nor wrong.
///
/// Source: `COCOeval.evaluateImg` of pycocotools.
final class Matching {

    private final double[][] overlaps;
    private final boolean[] ignored;
    private final boolean[] crowd;

    /// Bit `t` is the outcome at `Grid.IOU[t]`, one int a detection.
    private final int[] right;

    private final int[] neither;

    Matching(Detections detections, BoxList objects, AreaRange range) {
        int[] order = judgedFirst(objects, range);
        this.ignored = new boolean[order.length];
        this.crowd = new boolean[order.length];
        for (int g = 0; g < order.length; g++) {
            ignored[g] = isIgnored(objects, order[g], range);
            crowd[g] = objects.crowd()[order[g]];
        }
        this.overlaps = overlaps(detections, objects, order);
        this.right = new int[detections.size()];
        this.neither = new int[detections.size()];
        for (int t = 0; t < Grid.IOU.length; t++) {
            match(t);
        }
        for (int d = 0; d < right.length; d++) {
            neither[d] |= range.excludes(BoxOverlap.area(detections.corners(), d)) ? ~right[d] : 0;
        }
    }

    /// Stable: within both groups the order of the file stays.
    private static int[] judgedFirst(BoxList objects, AreaRange range) {
        int[] order = new int[objects.size()];
        int next = 0;
        for (boolean ignoredTurn : new boolean[] {false, true}) {
            for (int g = 0; g < order.length; g++) {
                if (isIgnored(objects, g, range) == ignoredTurn) {
                    order[next++] = g;
                }
            }
        }
        return order;
    }

    private static boolean isIgnored(BoxList objects, int g, AreaRange range) {
        return objects.crowd()[g] || range.excludes(BoxOverlap.area(objects.corners(), g));
    }

    private static double[][] overlaps(Detections detections, BoxList objects, int[] order) {
        double[][] overlaps = new double[detections.size()][order.length];
        for (int d = 0; d < overlaps.length; d++) {
            for (int g = 0; g < order.length; g++) {
                overlaps[d][g] = objects.crowd()[order[g]]
                        ? BoxOverlap.coverage(detections.corners(), d, objects.corners(), order[g])
                        : BoxOverlap.iou(detections.corners(), d, objects.corners(), order[g]);
            }
        }
        return overlaps;
    }

    private void match(int threshold) {
        boolean[] taken = new boolean[ignored.length];
        for (int d = 0; d < right.length; d++) {
            int object = best(overlaps[d], Math.min(Grid.IOU[threshold], 1 - 1e-10), taken);
            if (object >= 0) {
                taken[object] = true;
                right[d] |= ignored[object] ? 0 : 1 << threshold;
                neither[d] |= ignored[object] ? 1 << threshold : 0;
            }
        }
    }

    /// -1 if there is none.
    private int best(double[] overlap, double atLeast, boolean[] taken) {
        int best = -1;
        double largest = atLeast;
        for (int g = 0; g < overlap.length; g++) {
            if (best >= 0 && !ignored[best] && ignored[g]) {
                return best;
            }
            if ((!taken[g] || crowd[g]) && overlap[g] >= largest) {
                largest = overlap[g];
                best = g;
            }
        }
        return best;
    }

    /// Objects that ought to be found.
    int objects() {
        int count = 0;
        for (boolean each : ignored) {
            count += each ? 0 : 1;
        }
        return count;
    }

    /// Bit `t`: detection `d` finds an object that no other one has at `Grid.IOU[t]`.
    int right(int d) {
        return right[d];
    }

    /// Bit `t`: detection `d` counts for nothing at `Grid.IOU[t]`.
    int neither(int d) {
        return neither[d];
    }
}
