package io.espalier.smart;

import io.espalier.contracts.SoftOperator;

/// The function `F` of the soft top-k `f_i = F((x_i − θ)/τ + t)`, and the search for the root `t` of
/// `r(t) = Σ c_i f_i − B`.
///
/// `F` rises from 0 to 1, so the root lies in `[L − max z, L − min z]` with `z = (x − θ)/τ` and
/// `L = F⁻¹(B/Σc)`. Newton's method runs inside this bracket and falls back to bisection.
///
/// One subclass an operator, each with its own loops over the scores: a call of `F` by score would cost more
/// than `F`. An instance keeps the state of one search and allocates nothing; it is not for several threads.
abstract sealed class Squash permits Sigmoid, LapSum, CappedSimplex {

    private static final int MAX_STEPS = 200;

    /// A change of `t` below this changes no `f` by more than half a unit in the last place.
    static final double NEGLIGIBLE_STEP = 0x1p-53;

    /// Above this a root has lost more than three of its digits.
    private static final double LARGE_SHIFT = 1e3;

    /// Items that are worked on at a time, in arrays of their own that stay in the first cache. Loops over those,
    /// from their first element on and without a call of `exp`, become vector instructions; over a part of a longer
    /// array they do not, since the compiler cannot tell that it is no part of the one that is written.
    private static final int BLOCK = 512;

    /// `c`, shape `(n)`; the array itself.
    final double[] costs;

    /// `B`.
    final double budget;

    /// `Σ c`.
    final double totalCost;

    /// `a_i = (x_i − θ)/τ + t` and `e^{−|a_i|}` of a block, or what an operator makes of them.
    final double[] arguments;

    final double[] tails;

    private double[] scores;
    private int begin;
    private double temperature = 1;
    private double pivot;
    private double lowest;
    private double highest;
    private double low;
    private double high;
    private double lastStep;

    /// `r(t)` and `r'(t)` of the latest [#evaluate].
    double residual;

    double slope;

    /// Passes over the scores of the latest search.
    private int evaluations;

    Squash(double[] costs, double budget) {
        this.costs = costs;
        this.budget = budget;
        this.totalCost = CompensatedSum.of(costs);
        this.scores = costs;
        this.arguments = new double[Math.min(BLOCK, costs.length)];
        this.tails = new double[arguments.length];
    }

    /// @param costs  `c`, shape `(n)`, each > 0; kept, not copied
    /// @param budget `B`, in `(0, Σc)`
    static Squash of(SoftOperator operator, double[] costs, double budget) {
        return switch (operator) {
            case SIGMOID -> new Sigmoid(costs, budget);
            case CAPPED_SIMPLEX -> new CappedSimplex(costs, budget);
            case LAPSUM -> new LapSum(costs, budget);
        };
    }

    /// `F⁻¹(B/Σc)`, the root if all scores are at the pivot.
    abstract double quantile();

    /// `F⁻¹(1/2)`.
    abstract double median();

    /// Arguments are no longer what they were at the same `t`.
    void pivotMoved() {}

    /// Sets [#residual] and [#slope] at `t`.
    abstract void evaluate(double t);

    /// Newton's step from the latest residual and slope; not finite where the slope is 0.
    abstract double newton();

    /// A Newton step this short leaves an error below [#NEGLIGIBLE_STEP].
    abstract double lastNewton();

    /// Fills `f` and `v = F'` for the root `t` from index `at` on, sets [#slope] to `Σ c v`, and returns
    /// `Σ f(1 − f)`.
    abstract double fill(double t, double[] values, double[] slopes, int at);

    /// The root once more with all its digits, for an operator that has a closed form near it.
    double refined(double t) {
        return t;
    }

    /// Solves for `t`; then [#pivot] is `θ`, which is `threshold` or a score nearer to the root.
    ///
    /// @param scores      `x_i` is `scores[begin + i]`
    /// @param temperature `τ`, > 0
    /// @param threshold   a guess of the score where `f` is 1/2
    final double root(double[] scores, int begin, double temperature, double threshold) {
        this.scores = scores;
        this.begin = begin;
        this.temperature = temperature;
        this.evaluations = 0;
        measure();
        double t = rootFrom(threshold);
        if (Math.abs(t) > LARGE_SHIFT) {
            // The last digit of a large root is coarse; scores are moved so that the root is near 0.
            t = rootFrom(threshold - t * temperature);
        }
        return refined(t);
    }

    private void measure() {
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (int i = begin; i < begin + costs.length; i++) {
            min = Math.min(min, scores[i]);
            max = Math.max(max, scores[i]);
        }
        if (!(min > Double.NEGATIVE_INFINITY && max < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("scores must be finite, they go from " + min + " to " + max);
        }
        lowest = min;
        highest = max;
    }

    private double rootFrom(double from) {
        pivot = from;
        pivotMoved();
        double goal = quantile();
        low = goal - (highest - from) / temperature;
        high = goal - (lowest - from) / temperature;
        lastStep = high - low;
        double t = Math.clamp(median(), low, high);
        for (int step = 0; step < MAX_STEPS; step++) {
            evaluate(t);
            evaluations++;
            double newton = newton();
            if (residual == 0) {
                return t;
            }
            if (Math.abs(newton) <= lastNewton() * Math.max(1, Math.abs(t))) {
                return t + newton;
            }
            t = next(t, newton);
            if (lastStep <= NEGLIGIBLE_STEP * Math.max(1, Math.abs(t))) {
                return t;
            }
        }
        return t;
    }

    /// Narrows the bracket at `t`, and steps by Newton or bisection. Far from the root the excess grows like
    /// `e^t`, where Newton's steps have length 1: they are trusted only while they halve.
    private double next(double t, double newton) {
        low = residual > 0 ? low : t;
        high = residual > 0 ? t : high;
        double next = t + newton;
        boolean trusted = next > low && next < high && Math.abs(newton) <= lastStep / 2;
        next = trusted ? next : low + (high - low) / 2;
        lastStep = Math.abs(next - t);
        return next;
    }

    /// Writes `a_i` of the block from item `from` on to [#arguments], and returns its size.
    final int argumentsAt(int from, double t) {
        double[] a = arguments;
        double theta = pivot;
        double tau = temperature;
        int size = sizeAt(from);
        System.arraycopy(scores, begin + from, a, 0, size);
        for (int i = 0; i < size; i++) {
            a[i] = (a[i] - theta) / tau + t;
        }
        return size;
    }

    /// Items of the block from item `from` on.
    final int sizeAt(int from) {
        return Math.min(arguments.length, costs.length - from);
    }

    /// Writes `a_i` to [#arguments] and `e^{−|a_i|}` to [#tails].
    final int exponentialsAt(int from, double t) {
        int size = argumentsAt(from, t);
        double[] a = arguments;
        double[] e = tails;
        for (int i = 0; i < size; i++) {
            e[i] = Math.exp(-Math.abs(a[i]));
        }
        return size;
    }

    /// `Σ x_i` of the first `size`. Four sums side by side, since an addition waits for the one before.
    static double sum(double[] x, int size) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i < size - 3; i += 4) {
            a += x[i];
            b += x[i + 1];
            c += x[i + 2];
            d += x[i + 3];
        }
        for (; i < size; i++) {
            a += x[i];
        }
        return (a + b) + (c + d);
    }

    /// 1 above 0 and 0 below: scores come in no order, and a branch on them would be guessed wrong half of the
    /// time.
    static double step(double a) {
        return 0.5 + Math.copySign(0.5, a);
    }

    final int evaluations() {
        return evaluations;
    }

    final double pivot() {
        return pivot;
    }

    /// For an operator that refines its root.
    final void movePivot(double score) {
        pivot = score;
    }

    final double[] scores() {
        return scores;
    }

    final int begin() {
        return begin;
    }

    final double temperature() {
        return temperature;
    }
}
