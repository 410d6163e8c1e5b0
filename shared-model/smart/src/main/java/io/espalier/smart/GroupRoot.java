package io.espalier.smart;

import io.espalier.contracts.SoftOperator;

/// The soft top-k of one small group, solved from the two scores between which it is cut.
///
/// With `x_N ≥ x_{N+1}` the N-th and next largest score and `d = (x_N − x_{N+1})/2τ`, the N scores above have
/// `e_i = exp(−(x_i − x_N)/τ − d)` and the others `e_j = exp((x_j − x_{N+1})/τ − d)`, each in `(0, 1]`. Then
/// `f_j = q(e_j u)` and `1 − f_i = q(e_i/u)` with `q(w) = F(ln w)` for the operators whose `F` is symmetric, and
/// the root is where
///
/// ```
/// A(u) = Σ_j q(e_j u)  equals  B(u) = Σ_i q(e_i/u)
/// ```
///
/// `ln A − ln B` rises with `ln u`, with slope 2 where the mask is nearly hard and 1 where all scores are equal: a
/// few of Newton's steps find the root. There are as many exponentials as scores, not as many as scores times
/// steps, no sum cancels, and no score that is far from the cut costs digits.
///
/// Not for several threads.
final class GroupRoot {

    private static final int MOST_STEPS = 60;

    /// The error after a step `h` of `ln u` is below `h²`: half a unit in the last place.
    private static final double LAST_STEP = 0x1p-27;

    /// Terms of fourth order are below half a unit in the last place.
    private static final double SMALL = 0x1p-14;

    /// Sums below this are those of a hard mask, and near the smallest number that there is.
    private static final double HARD = 0x1p-960;

    private final int kept;
    private final boolean laplace;

    /// Scores ascending, and where in the group each is.
    private final double[] sorted;

    private final int[] order;

    /// `e`, in the order of `sorted`.
    private final double[] tails;

    private double sum;
    private double slope;

    /// @param operator  one that [#isFor] is true of
    /// @param kept      N, in `[1, groupSize)`
    /// @param groupSize of the largest group
    GroupRoot(SoftOperator operator, int kept, int groupSize) {
        this.kept = kept;
        this.laplace = operator == SoftOperator.LAPSUM;
        this.sorted = new double[groupSize];
        this.order = new int[groupSize];
        this.tails = new double[groupSize];
    }

    /// Whether `F(−a) = 1 − F(a)`.
    static boolean isFor(SoftOperator operator) {
        return switch (operator) {
            case SIGMOID, LAPSUM -> true;
            case CAPPED_SIMPLEX -> false;
        };
    }

    /// Solves the group `scores[begin … begin + size)`, larger than N.
    ///
    /// @return `u`, > 0
    double of(double[] scores, int begin, int size, double temperature) {
        sort(scores, begin, size);
        int cut = size - kept;
        double above = sorted[cut];
        double below = sorted[cut - 1];
        double half = (above / 2 - below / 2) / temperature;
        for (int i = 0; i < cut; i++) {
            tails[i] = Math.exp(-(below - sorted[i]) / temperature - half);
        }
        for (int i = cut; i < size; i++) {
            tails[i] = Math.exp(-(sorted[i] - above) / temperature - half);
        }
        return root(cut, size);
    }

    /// By insertion, which is the quickest for the few there are.
    private void sort(double[] scores, int begin, int size) {
        for (int i = 0; i < size; i++) {
            double score = scores[begin + i];
            if (!(Math.abs(score) < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("scores must be finite, one is " + score);
            }
            int at = i;
            for (; at > 0 && sorted[at - 1] > score; at--) {
                sorted[at] = sorted[at - 1];
                order[at] = order[at - 1];
            }
            sorted[at] = score;
            order[at] = i;
        }
    }

    private double root(int cut, int size) {
        double u = 1;
        for (int step = 0; step < MOST_STEPS; step++) {
            add(0, cut, u);
            double low = sum;
            double ofLow = slope / sum;
            add(cut, size, 1 / u);
            if (low == sum || Math.min(low, sum) < HARD) {
                return u;
            }
            double change = log(sum / low - 1) / (ofLow + slope / sum);
            u += u * exp(change);
            if (Math.abs(change) <= LAST_STEP) {
                return u;
            }
        }
        return u;
    }

    /// `ln(1 + x)`.
    private static double log(double x) {
        return Math.abs(x) < SMALL ? x - x * x * (0.5 - x / 3) : Math.log(1 + x);
    }

    /// `e^x − 1`.
    private static double exp(double x) {
        return Math.abs(x) < SMALL ? x + x * x * (0.5 + x / 6) : Math.exp(x) - 1;
    }

    /// `Σ q` and `Σ dq/d ln w` of one side.
    private void add(int from, int to, double scale) {
        double q = 0;
        double v = 0;
        for (int i = from; i < to; i++) {
            double w = tails[i] * scale;
            double inverse = inverse(w);
            double one = q(w, inverse);
            q += one;
            v += v(one, inverse);
        }
        sum = q;
        slope = v;
    }

    /// What `q` and `dq/d ln w` are made of: the sigmoid's `1/(1 + w)`; Laplace's `1/w`, or 1 where `w` is below.
    private double inverse(double w) {
        return 1 / (laplace ? Math.max(1, w) : 1 + w);
    }

    private double q(double w, double inverse) {
        if (laplace) {
            return w <= 1 ? w / 2 : 1 - inverse / 2;
        }
        return w * inverse;
    }

    private double v(double q, double inverse) {
        if (laplace) {
            return Math.min(q, inverse / 2);
        }
        return q * inverse;
    }

    /// Fills `f` and `v = F'` of the group at its root; [#slope] is `Σ v` then.
    ///
    /// @return `Σ f(1 − f)`
    double fill(double u, int size, double[] values, double[] slopes, int begin) {
        int cut = size - kept;
        double undecided = 0;
        double all = 0;
        for (int i = 0; i < size; i++) {
            double w = i < cut ? tails[i] * u : tails[i] / u;
            double inverse = inverse(w);
            double q = q(w, inverse);
            double v = v(q, inverse);
            values[begin + order[i]] = i < cut ? q : 1 - q;
            slopes[begin + order[i]] = v;
            undecided += q * (1 - q);
            all += v;
        }
        slope = all;
        return undecided;
    }

    /// `Σ v` of the group that was filled.
    double slope() {
        return slope;
    }
}
