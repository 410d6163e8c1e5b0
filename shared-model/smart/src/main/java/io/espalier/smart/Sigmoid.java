package io.espalier.smart;

/// `F(a) = 1/(1 + e^{−a})`: the operator of Ding et al., arXiv 2403.19969.
final class Sigmoid extends Squash {

    private final double[] slopes;

    Sigmoid(double[] costs, double budget) {
        super(costs, budget);
        this.slopes = new double[arguments.length];
    }

    /// `|F''| ≤ F' ≤ min(F, 1 − F)` bounds the error after a step `h` on the logit by `h²`.
    @Override
    double lastNewton() {
        return 0x1p-27;
    }

    @Override
    double quantile() {
        return Math.log(budget / (totalCost - budget));
    }

    @Override
    double median() {
        return 0;
    }

    /// `r = (Σ_{a ≥ 0} c − B) − Σ_{a ≥ 0} c F(−a) + Σ_{a < 0} c F(a)`. When the right blocks are on the right side
    /// the first term is exactly 0 for whole budgets, and a nearly hard mask still has an excess with all its
    /// digits.
    @Override
    void evaluate(double t) {
        CompensatedSum kept = new CompensatedSum();
        CompensatedSum leaked = new CompensatedSum();
        double sum = 0;
        for (int from = 0; from < costs.length; from += arguments.length) {
            int size = exponentialsAt(from, t);
            weigh(costs, from, size, tails, slopes);
            for (int i = 0; i < size; i++) {
                double upper = step(arguments[i]);
                kept.add(upper * costs[from + i]);
                leaked.add((1 - 2 * upper) * tails[i]);
                sum += slopes[i];
            }
        }
        residual = kept.value() - budget + leaked.value();
        slope = sum;
    }

    /// `c F(−|a|)` and `c v` from `e = e^{−|a|}`, which the former replaces.
    private static void weigh(double[] c, int from, int size, double[] e, double[] slopes) {
        for (int i = 0; i < size; i++) {
            double inverse = 1 / (1 + e[i]);
            double tail = c[from + i] * e[i] * inverse;
            e[i] = tail;
            slopes[i] = tail * inverse;
        }
    }

    /// On `logit((B + r)/Σc)`, a line when all scores are equal.
    @Override
    double newton() {
        return logitStep(this);
    }

    static double logitStep(Squash at) {
        double r = at.residual;
        double rest = at.totalCost - at.budget;
        double excess = Math.log1p(r / at.budget) - Math.log1p(-r / rest);
        return -excess * (at.budget + r) * (rest - r) / (at.totalCost * at.slope);
    }

    @Override
    double fill(double t, double[] values, double[] derivatives, int at) {
        CompensatedSum undecided = new CompensatedSum();
        CompensatedSum costSlope = new CompensatedSum();
        for (int from = 0; from < costs.length; from += arguments.length) {
            int size = exponentialsAt(from, t);
            squash(size, values, derivatives, at + from);
            for (int i = 0; i < size; i++) {
                double v = derivatives[at + from + i];
                undecided.add(v);
                costSlope.add(costs[from + i] * v);
            }
        }
        slope = costSlope.value();
        return undecided.value();
    }

    /// `v = F(a)F(−a)` keeps its digits where `1 − f` would not.
    private void squash(int size, double[] values, double[] derivatives, int at) {
        double[] a = arguments;
        double[] exponentials = tails;
        for (int i = 0; i < size; i++) {
            double upper = step(a[i]);
            double e = exponentials[i];
            values[at + i] = (upper + (1 - upper) * e) / (1 + e);
            derivatives[at + i] = e / ((1 + e) * (1 + e));
        }
    }
}
