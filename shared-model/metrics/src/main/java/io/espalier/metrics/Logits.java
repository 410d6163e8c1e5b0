package io.espalier.metrics;

/// Reading the answer off a row of logits.
final class Logits {

    private Logits() {}

    /// How many classes come before `label` when the largest logit is first and, of equal ones, the lower class; a
    /// row with a logit that is not a number is wrong for every `k`: `Integer.MAX_VALUE`.
    static int rank(float[] values, int begin, int classes, int label) {
        float own = values[begin + label];
        int rank = 0;
        for (int c = 0; c < classes; c++) {
            float other = values[begin + c];
            if (Float.isNaN(other)) {
                return Integer.MAX_VALUE;
            }
            rank += other > own || (c < label && other == own) ? 1 : 0;
        }
        return rank;
    }

    /// The class of the largest logit, the first of equal ones; -1 if one of them is not a number.
    static int largest(float[] values, int begin, int classes) {
        int best = 0;
        for (int c = 0; c < classes; c++) {
            if (Float.isNaN(values[begin + c])) {
                return -1;
            }
            best = values[begin + c] > values[begin + best] ? c : best;
        }
        return best;
    }
}
