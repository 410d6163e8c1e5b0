package io.espalier.smart;

import io.espalier.contracts.SoftOperator;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Soft top-k of many small groups at one temperature: N:M sparsity.
///
/// Scores `[gM, gM + M)` are group `g`, of which `N` are kept: `Σ_{i in g} f_i = N`, by the operator of
/// [SoftTopK] with `c = 1`. A last group of fewer than `M` scores keeps `min(N, its size)`; a group that keeps
/// all is 1 with no gradient.
///
/// Owns its work arrays and allocates nothing after construction; not for several threads.
public final class GroupTopK {

    private final int n;
    private final int kept;
    private final int groupSize;
    private final Squash whole;
    private final Squash last;
    private final double[] values;
    private final double[] slopes;
    private final double[] groupSlopes;
    private final double[] sorted;
    private final @Nullable GroupRoot roots;
    private double temperature = 1;
    private double undecided;

    /// @param operator  which `F`
    /// @param n         scores, >= 1
    /// @param kept      `N`, of every group, in `[1, groupSize)`
    /// @param groupSize `M`, >= 2
    /// @throws IllegalArgumentException if an argument is outside its domain
    public GroupTopK(SoftOperator operator, int n, int kept, int groupSize) {
        SoftTopK.require(n >= 1, "at least one score is needed, was ", n);
        SoftTopK.require(
                kept >= 1 && kept < groupSize, "kept must be in [1, groupSize = " + groupSize + "), was ", kept);
        this.n = n;
        this.kept = kept;
        this.groupSize = groupSize;
        this.whole = Squash.of(operator, ones(groupSize), kept);
        int rest = n % groupSize;
        this.last = rest > kept ? Squash.of(operator, ones(rest), kept) : whole;
        this.values = new double[n];
        this.slopes = new double[n];
        this.groupSlopes = new double[groups()];
        this.sorted = new double[groupSize];
        this.roots = GroupRoot.isFor(operator) ? new GroupRoot(operator, kept, groupSize) : null;
    }

    private static double[] ones(int n) {
        double[] ones = new double[n];
        Arrays.fill(ones, 1);
        return ones;
    }

    /// Number of groups, the ragged one included.
    public int groups() {
        return (n + groupSize - 1) / groupSize;
    }

    /// How many scores group `g` has.
    private int size(int g) {
        return Math.min(groupSize, n - g * groupSize);
    }

    /// Solves all groups for `scores` at `temperature`.
    ///
    /// @param scores      `x`, shape `(n)`, finite; higher means keep
    /// @param temperature `τ`, > 0
    /// @return this
    /// @throws IllegalArgumentException if an argument is outside its domain
    public GroupTopK solve(double[] scores, double temperature) {
        requireOnePerScore(scores.length);
        SoftTopK.require(
                temperature > 0 && temperature < Double.POSITIVE_INFINITY,
                "temperature must be positive, was ",
                temperature);
        this.temperature = temperature;
        this.undecided = 0;
        for (int g = 0; g < groupSlopes.length; g++) {
            if (size(g) <= kept) {
                Arrays.fill(values, g * groupSize, n, 1);
                Arrays.fill(slopes, g * groupSize, n, 0);
            } else if (roots != null) {
                int begin = g * groupSize;
                double u = roots.of(scores, begin, size(g), temperature);
                undecided += roots.fill(u, size(g), values, slopes, begin);
                groupSlopes[g] = roots.slope();
            } else {
                solve(g, size(g) == groupSize ? whole : last, scores);
            }
        }
        return this;
    }

    private void solve(int g, Squash squash, double[] scores) {
        int begin = g * groupSize;
        double t = squash.root(scores, begin, temperature, middle(scores, begin, size(g)));
        undecided += squash.fill(t, values, slopes, begin);
        groupSlopes[g] = squash.slope;
    }

    /// Half way between ranks `N` and `N + 1`, where the search begins.
    private double middle(double[] scores, int begin, int size) {
        System.arraycopy(scores, begin, sorted, 0, size);
        Arrays.sort(sorted, 0, size);
        double middle = sorted[size - kept] / 2 + sorted[size - kept - 1] / 2;
        return Math.abs(middle) < Double.POSITIVE_INFINITY ? middle : 0;
    }

    /// Writes `f` to `out[begin … begin + n)`.
    public void valuesInto(double[] out, int begin) {
        System.arraycopy(values, 0, out, begin, n);
    }

    /// `f_i`, in `[0, 1]`.
    public double value(int i) {
        return values[i];
    }

    /// `n_eff = Σ 4 f_i(1 − f_i)` over all groups.
    public double softCount() {
        return 4 * undecided;
    }

    /// `∂n_eff/∂ln τ = −4 Σ (1 − 2f_i) v_i (x_i − x̄)/τ` with `x̄ = Σ v x / Σ v` of the group; 0 from saturated groups.
    ///
    /// @param scores `x`, those that were solved for last
    public double softCountDerivative(double[] scores) {
        requireOnePerScore(scores.length);
        double sum = 0;
        for (int g = 0; g < groupSlopes.length; g++) {
            if (groupSlopes[g] >= Double.MIN_NORMAL) {
                int begin = g * groupSize;
                sum += leaning(begin, begin + size(g), groupSlopes[g], scores);
            }
        }
        return -4 * sum / temperature;
    }

    private double leaning(int begin, int end, double slope, double[] scores) {
        double center = scores[begin];
        double balance = 0;
        double moment = 0;
        double mean = 0;
        for (int i = begin; i < end; i++) {
            double leaning = (1 - 2 * values[i]) * slopes[i];
            balance += leaning;
            moment += leaning * (scores[i] - center);
            mean += slopes[i] * (scores[i] - center) / slope;
        }
        return moment - balance * mean;
    }

    /// Writes `∂L/∂x`, in each group `(v_j/τ)(g_j − ⟨g, v⟩/Σv)`; 0 in a saturated group.
    ///
    /// @param cotangent `g = ∂L/∂f`, shape `(n)`
    /// @param gradient  shape `(n)`; may be `cotangent` itself
    public void gradientInto(double[] cotangent, double[] gradient) {
        requireOnePerScore(cotangent.length);
        requireOnePerScore(gradient.length);
        for (int g = 0; g < groupSlopes.length; g++) {
            int begin = g * groupSize;
            int end = begin + size(g);
            if (groupSlopes[g] < Double.MIN_NORMAL) {
                Arrays.fill(gradient, begin, end, 0);
            } else {
                gradient(begin, end, groupSlopes[g], cotangent, gradient);
            }
        }
    }

    private void gradient(int begin, int end, double slope, double[] cotangent, double[] gradient) {
        double weighted = 0;
        for (int j = begin; j < end; j++) {
            weighted += cotangent[j] * slopes[j];
        }
        double price = weighted / slope;
        for (int j = begin; j < end; j++) {
            gradient[j] = slopes[j] / temperature * (cotangent[j] - price);
        }
    }

    /// The hard N:M mask: the `min(N, size)` largest scores of every group, equal ones by the lower index.
    ///
    /// @param scores   shape `(n)`, no NaN
    /// @param selected shape `(n)`, overwritten
    public void selectInto(double[] scores, boolean[] selected) {
        requireOnePerScore(scores.length);
        requireOnePerScore(selected.length);
        for (int i = 0; i < n; i++) {
            int begin = i - i % groupSize;
            selected[i] = rank(scores, i, begin, Math.min(begin + groupSize, n)) < kept;
        }
    }

    /// How many of `[begin, end)` come before `i`.
    private static int rank(double[] scores, int i, int begin, int end) {
        int rank = 0;
        for (int j = begin; j < end; j++) {
            rank += scores[j] > scores[i] || (scores[j] == scores[i] && j < i) ? 1 : 0;
        }
        return rank;
    }

    private void requireOnePerScore(int length) {
        if (length != n) {
            throw new IllegalArgumentException("arrays must have " + n + " elements, one has " + length);
        }
    }
}
