package io.espalier.metrics;

import java.util.Arrays;

/// Precision over recall of one class and area range, over the detections of all images.
///
/// Source: `COCOeval.accumulate` of pycocotools.
final class PrecisionRecall {

    private long[] order = new long[16];
    private int[] right = new int[16];
    private int[] neither = new int[16];
    private int[] rank = new int[16];
    private int size;
    private long objects;

    /// @param scores of the detections that were matched, falling
    void add(Matching matching, float[] scores) {
        objects += matching.objects();
        for (int d = 0; d < scores.length; d++) {
            if (size == right.length) {
                grow();
            }
            order[size] = ScoreOrder.key(scores[d], size);
            right[size] = matching.right(d);
            neither[size] = matching.neither(d);
            rank[size] = d;
            size++;
        }
    }

    private void grow() {
        int capacity = 2 * size;
        order = Arrays.copyOf(order, capacity);
        right = Arrays.copyOf(right, capacity);
        neither = Arrays.copyOf(neither, capacity);
        rank = Arrays.copyOf(rank, capacity);
    }

    /// False if there is no object to find: such a class has no precision and is left out of means.
    boolean isJudged() {
        return objects > 0;
    }

    /// Share of the objects found by the `perImage` best detections of each image at `Grid.IOU[threshold]`.
    double recall(int threshold, int perImage) {
        long found = 0;
        for (int d = 0; d < size; d++) {
            found += rank[d] < perImage ? right[d] >> threshold & 1 : 0;
        }
        return (double) found / objects;
    }

    /// Average precision at each threshold of [Grid#IOU]: the mean over [Grid#RECALL] of the highest precision at this
    /// recall or a higher one, 0 where it is not reached.
    double[] averagePrecision() {
        long[] sorted = Arrays.copyOf(order, size);
        Arrays.sort(sorted);
        double[] averages = new double[Grid.IOU.length];
        Arrays.setAll(averages, threshold -> averagePrecision(sorted, threshold));
        return averages;
    }

    private double averagePrecision(long[] sorted, int threshold) {
        double[] recall = new double[size];
        double[] precision = new double[size];
        long found = 0;
        long wrong = 0;
        for (int i = 0; i < size; i++) {
            int d = ScoreOrder.index(sorted[i]);
            int isRight = right[d] >> threshold & 1;
            found += isRight;
            wrong += 1 - isRight - (neither[d] >> threshold & 1);
            recall[i] = (double) found / objects;
            precision[i] = found / (wrong + found + Math.ulp(1.0));
        }
        for (int i = size - 1; i > 0; i--) {
            precision[i - 1] = Math.max(precision[i - 1], precision[i]);
        }
        return mean(recall, precision);
    }

    private static double mean(double[] recall, double[] precision) {
        double sum = 0;
        int at = 0;
        for (double point : Grid.RECALL) {
            while (at < recall.length && recall[at] < point) {
                at++;
            }
            sum += at < recall.length ? precision[at] : 0;
        }
        return sum / Grid.RECALL.length;
    }
}
