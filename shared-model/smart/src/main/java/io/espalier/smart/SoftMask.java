package io.espalier.smart;

/// A solved soft top-k: the mask and its exact derivatives by the implicit function theorem on `Σ c_i f_i = B`.
///
/// With `v_i = f_i(1 − f_i)` and `S = Σ c_l v_l`:
///
/// ```
/// ∂f_i/∂x_j = (v_i/τ)(1[i=j] − c_j v_j / S)        ∂f_i/∂B = v_i / S
/// ```
public final class SoftMask {

    private final double[] values;
    private final double[] slopes;
    private final double[] costs;
    private final double shift;
    private final double temperature;
    private final double costSlope;

    private SoftMask(double[] values, double[] slopes, double[] costs, double shift, double temperature) {
        this.values = values;
        this.slopes = slopes;
        this.costs = costs;
        this.shift = shift;
        this.temperature = temperature;
        CompensatedSum sum = new CompensatedSum();
        for (int i = 0; i < slopes.length; i++) {
            sum.add(costs[i] * slopes[i]);
        }
        this.costSlope = sum.value();
    }

    /// `f_i = σ((x_i − threshold)/τ + t)`. `v_i` is `σ(a)σ(−a)`, which keeps its digits where `1 − f_i` would
    /// not.
    static SoftMask of(double[] scores, double threshold, double t, double temperature, double[] costs) {
        double[] values = new double[scores.length];
        double[] slopes = new double[scores.length];
        for (int i = 0; i < scores.length; i++) {
            double a = (scores[i] - threshold) / temperature + t;
            double e = Math.exp(-Math.abs(a));
            values[i] = (a >= 0 ? 1 : e) / (1 + e);
            slopes[i] = e / ((1 + e) * (1 + e));
        }
        return new SoftMask(values, slopes, costs, t - threshold / temperature, temperature);
    }

    public int size() {
        return values.length;
    }

    /// `f`, shape `(n)`, in `[0, 1]`.
    public double[] values() {
        return values.clone();
    }

    /// `t` of `f_i = σ(x_i/τ + t)`.
    public double shift() {
        return shift;
    }

    /// The score at which `f` is 1/2: `−t τ`.
    public double threshold() {
        return -shift * temperature;
    }

    /// `τ`, as it was given.
    public double temperature() {
        return temperature;
    }

    /// `n_eff = Σ 4 f_i(1 − f_i)`: how many blocks are still undecided, in `[0, n]`.
    public double softCount() {
        return 4 * CompensatedSum.of(slopes);
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
        double price = shadowPrice(cotangent);
        double[] gradient = new double[values.length];
        if (isSaturated()) {
            return gradient;
        }
        for (int j = 0; j < gradient.length; j++) {
            gradient[j] = slopes[j] / temperature * (cotangent[j] - costs[j] * price);
        }
        return gradient;
    }

    /// `∂L/∂B = ⟨g, v⟩/S`, what one more unit of budget would change; 0 where the mask is saturated.
    ///
    /// @param cotangent `g = ∂L/∂f`, shape `(n)`
    public double shadowPrice(double[] cotangent) {
        if (cotangent.length != values.length) {
            throw new IllegalArgumentException(
                    "one cotangent per item, " + values.length + ", was " + cotangent.length);
        }
        if (isSaturated()) {
            return 0;
        }
        CompensatedSum weighted = new CompensatedSum();
        for (int i = 0; i < slopes.length; i++) {
            weighted.add(cotangent[i] * slopes[i]);
        }
        return weighted.value() / costSlope;
    }

    /// Whether every `f` is 0 or 1 to the last digit, so that no derivative is left.
    public boolean isSaturated() {
        return costSlope < Double.MIN_NORMAL;
    }
}
