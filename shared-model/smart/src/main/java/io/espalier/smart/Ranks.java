package io.espalier.smart;

/// Scores that tell of values their order alone, evenly spread.
public final class Ranks {

    /// Of the mean, how far the first and the last are from it.
    private static final double SPREAD = 0.5;

    private Ranks() {}

    /// `1 + s (1 − (2 r_b + 1)/n)` with `s = 0.5` and `r_b` = 0 for the highest; equal values share the mean of their
    /// ranks, so that what cannot be told apart stays so.
    ///
    /// A learned score travels about `η T/2` in `T` steps of Adam under a cosine. Importances are anything but
    /// evenly spread: under LAMP most lie so close together that one step of `η = 0.03` passes over hundreds,
    /// and a few so far off that no run reaches them. Of ranks a step is worth the same everywhere, in every
    /// network.
    ///
    /// @param values shape `(n)`, finite
    /// @return shape `(n)`, mean 1, in `(1 − s, 1 + s)`
    public static double[] spread(double[] values) {
        int n = values.length;
        int[] order = Ranking.descending(values);
        double[] scores = new double[n];
        int begin = 0;
        while (begin < n) {
            int end = begin + 1;
            while (end < n && values[order[end]] == values[order[begin]]) {
                end++;
            }
            double score = 1 + SPREAD * (1 - (double) (begin + end) / n);
            for (int i = begin; i < end; i++) {
                scores[order[i]] = score;
            }
            begin = end;
        }
        return scores;
    }
}
