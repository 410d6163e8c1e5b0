package io.espalier.smart;

/// `F(a) = e^a/2` below 0 and `1 − e^{−a}/2` above, the distribution function of Laplace's distribution
/// (LapSum, arXiv 2503.06242). Once the scores are sorted the root has a closed form; Newton's method needs
/// no order and no memory for one.
final class LapSum extends Squash {

    LapSum(double[] costs, double budget) {
        super(costs, budget);
    }

    /// `|F''| ≤ F' ≤ min(F, 1 − F)` bounds the error after a step `h` on the logit by `h²`.
    @Override
    double lastNewton() {
        return 0x1p-27;
    }

    @Override
    double quantile() {
        double share = budget / totalCost;
        return share < 0.5 ? Math.log(2 * share) : -Math.log(2 * (totalCost - budget) / totalCost);
    }

    @Override
    double median() {
        return 0;
    }

    /// The terms of [Sigmoid#evaluate] with `F(−|a|) = F'(a) = e^{−|a|}/2`.
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
            double tail = c[i] * (0.5 * Math.exp(-Math.abs(a)));
            double upper = step(a);
            kept.add(upper * c[i]);
            leaked.add((1 - 2 * upper) * tail);
            sum += tail;
        }
        residual = kept.value() - budget + leaked.value();
        slope = sum;
    }

    @Override
    double newton() {
        return Sigmoid.logitStep(this);
    }

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
            double tail = 0.5 * Math.exp(-Math.abs(a));
            double upper = step(a);
            values[move + i] = upper + (1 - 2 * upper) * tail;
            slopes[move + i] = tail;
            undecided.add(tail * (1 - tail));
            costSlope.add(costs[i - begin] * tail);
        }
        slope = costSlope.value();
        return undecided.value();
    }
}
