package io.espalier.smart;

import java.util.Arrays;

/// A solved soft top-k: the mask and its exact derivatives by the implicit function theorem on `Σ c_i f_i = B`.
///
/// With `v_i = F'(a_i)`, which for the sigmoid is `f_i(1 − f_i)`, and `S = Σ c_l v_l`:
///
/// ```
/// ∂f_i/∂x_j = (v_i/τ)(1[i=j] − c_j v_j / S)     ∂f_i/∂B = v_i / S
/// ∂f_i/∂τ = −(v_i/τ²)(x_i − x̄),  x̄ = Σ c v x / S
/// ```
///
/// It owns its arrays: [#solve], [#valuesInto] and [#gradientInto] allocate nothing. Not for several threads.
public final class SoftMask {

    private final Squash squash;
    private final SampledStart start;
    private final double[] costs;
    private final double[] values;
    private final double[] slopes;
    private double shift;
    private double temperature = 1;
    private double costSlope;
    private double undecided;

    SoftMask(Squash squash, SampledStart start) {
        this.squash = squash;
        this.start = start;
        this.costs = squash.costs;
        this.values = new double[costs.length];
        this.slopes = new double[costs.length];
    }

    /// Replaces the mask by that of other scores or another temperature.
    ///
    /// @param scores      `x`, shape `(n)`, finite; higher means keep
    /// @param temperature `τ`, > 0
    /// @param threshold   a score near the one where `f` is 1/2, as [#threshold] of the mask before
    /// @return this
    /// @throws IllegalArgumentException if an argument is outside its domain
    public SoftMask solve(double[] scores, double temperature, double threshold) {
        requireOnePerItem("score", scores.length);
        if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("temperature must be positive, was " + temperature);
        }
        double t = squash.root(scores, 0, temperature, start.threshold(scores, temperature, threshold));
        this.undecided = squash.fill(t, values, slopes, 0);
        this.shift = t - squash.pivot() / temperature;
        this.temperature = temperature;
        this.costSlope = squash.slope;
        return this;
    }

    public int size() {
        return values.length;
    }

    /// `f`, shape `(n)`, in `[0, 1]`.
    public double[] values() {
        return values.clone();
    }

    /// Writes `f` to `out[begin … begin + n)`.
    public void valuesInto(double[] out, int begin) {
        System.arraycopy(values, 0, out, begin, values.length);
    }

    /// `f_i`, in `[0, 1]`.
    public double value(int i) {
        return values[i];
    }

    /// `t` of `f_i = F(x_i/τ + t)`.
    public double shift() {
        return shift;
    }

    /// The score at which `f` is 1/2: `−t τ` for the sigmoid.
    public double threshold() {
        return (squash.median() - shift) * temperature;
    }

    /// `τ`, as it was given.
    public double temperature() {
        return temperature;
    }

    /// `n_eff = Σ 4 f_i(1 − f_i)`: how many blocks are still undecided, in `[0, n]`.
    public double softCount() {
        return 4 * undecided;
    }

    /// `∂n_eff/∂ln τ = −4 Σ (1 − 2f_i) v_i (y_i − ȳ)` with `y = x/τ` and `ȳ = Σ c v y / S`; 0 where the mask is
    /// saturated.
    ///
    /// @param scores `x`, the ones this mask was solved for
    public double softCountDerivative(double[] scores) {
        requireOnePerItem("score", scores.length);
        if (isSaturated()) {
            return 0;
        }
        double center = threshold();
        double balance = 0;
        double moment = 0;
        double spent = 0;
        for (int i = 0; i < slopes.length; i++) {
            double y = (scores[i] - center) / temperature;
            double leaning = (1 - 2 * values[i]) * slopes[i];
            balance += leaning;
            moment += leaning * y;
            spent += costs[i] * slopes[i] * y;
        }
        return -4 * (moment - balance * (spent / costSlope));
    }

    /// `Σ c_i f_i`, which equals the budget.
    public double total() {
        CompensatedSum sum = new CompensatedSum();
        for (int i = 0; i < values.length; i++) {
            sum.add(costs[i] * values[i]);
        }
        return sum.value();
    }

    /// `∂L/∂x_j = (v_j/τ)(g_j − c_j μ)` with `μ = ⟨g, v⟩/S`; all 0 where the mask is saturated (`S` underflows).
    ///
    /// @param cotangent `g = ∂L/∂f`, shape `(n)`
    /// @return shape `(n)`
    public double[] gradient(double[] cotangent) {
        double[] gradient = new double[values.length];
        gradientInto(cotangent, gradient);
        return gradient;
    }

    /// Writes [#gradient] to `gradient`, shape `(n)`; it may be `cotangent` itself.
    public void gradientInto(double[] cotangent, double[] gradient) {
        requireOnePerItem("place of the gradient", gradient.length);
        double price = shadowPrice(cotangent);
        if (isSaturated()) {
            Arrays.fill(gradient, 0);
            return;
        }
        for (int j = 0; j < gradient.length; j++) {
            gradient[j] = slopes[j] / temperature * (cotangent[j] - costs[j] * price);
        }
    }

    /// `∂L/∂B = ⟨g, v⟩/S`, what one more unit of budget would change; 0 where the mask is saturated.
    ///
    /// @param cotangent `g = ∂L/∂f`, shape `(n)`
    public double shadowPrice(double[] cotangent) {
        requireOnePerItem("cotangent", cotangent.length);
        if (isSaturated()) {
            return 0;
        }
        CompensatedSum weighted = new CompensatedSum();
        for (int i = 0; i < slopes.length; i++) {
            weighted.add(cotangent[i] * slopes[i]);
        }
        return weighted.value() / costSlope;
    }

    /// `∂L/∂τ = −(1/τ²) Σ g_i v_i (x_i − x̄)`; 0 where the mask is saturated. As only `x/τ` matters it is
    /// `−⟨x, ∂L/∂x⟩/τ`.
    ///
    /// @param cotangent `g = ∂L/∂f`, shape `(n)`
    /// @param scores    `x`, the ones this mask was solved for
    public double temperatureGradient(double[] cotangent, double[] scores) {
        requireOnePerItem("score", scores.length);
        double price = shadowPrice(cotangent);
        if (isSaturated()) {
            return 0;
        }
        double center = threshold();
        CompensatedSum sum = new CompensatedSum();
        for (int i = 0; i < slopes.length; i++) {
            sum.add(slopes[i] * (cotangent[i] - costs[i] * price) * ((scores[i] - center) / temperature));
        }
        return -sum.value() / temperature;
    }

    /// Whether every `f` is 0 or 1 to the last digit, so that no derivative is left.
    public boolean isSaturated() {
        return costSlope < Double.MIN_NORMAL;
    }

    private void requireOnePerItem(String what, int length) {
        if (length != values.length) {
            throw new IllegalArgumentException("one " + what + " per item, " + values.length + ", was " + length);
        }
    }
}
