package io.espalier.smart;

/// `F(a) = 1/(1 + e^{−a})`: the operator of Ding et al., arXiv 2403.19969.
final class Sigmoid extends Squash {

    Sigmoid(double[] costs, double budget) {
        super(costs, budget);
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

    /// With `a = z + t`: `r = (Σ_{a ≥ 0} c − B) − Σ_{a ≥ 0} c F(−a) + Σ_{a < 0} c F(a)`. When the right blocks
    /// are on the right side the first term is exactly 0 for whole budgets, and a nearly hard mask still has an
    /// excess with all its digits.
    @Override
    void evaluate(double t) {
        double[] x = scores();
        double[] c = costs;
        int begin = begin();
        double pivot = pivot();
        double temperature = temperature();
        CompensatedSum kept = new CompensatedSum();
        CompensatedSum leaked = new CompensatedSum();
        double sum = 0;
        for (int i = 0; i < c.length; i++) {
            double a = (x[begin + i] - pivot) / temperature + t;
            double e = Math.exp(-Math.abs(a));
            double tail = c[i] * e / (1 + e);
            double upper = step(a);
            kept.add(upper * c[i]);
            leaked.add((1 - 2 * upper) * tail);
            sum += tail / (1 + e);
        }
        residual = kept.value() - budget + leaked.value();
        slope = sum;
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

    /// `v = F(a)F(−a)` keeps its digits where `1 − f` would not.
    @Override
    double fill(double t, double[] values, double[] slopes, int at) {
        double[] x = scores();
        int begin = begin();
        int move = at - begin;
        double pivot = pivot();
        double temperature = temperature();
        CompensatedSum undecided = new CompensatedSum();
        CompensatedSum costSlope = new CompensatedSum();
        for (int i = begin; i < begin + costs.length; i++) {
            double a = (x[i] - pivot) / temperature + t;
            double e = Math.exp(-Math.abs(a));
            double upper = step(a);
            double v = e / ((1 + e) * (1 + e));
            values[move + i] = (upper + (1 - upper) * e) / (1 + e);
            slopes[move + i] = v;
            undecided.add(v);
            costSlope.add(costs[i - begin] * v);
        }
        slope = costSlope.value();
        return undecided.value();
    }
}
