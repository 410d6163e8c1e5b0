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
        CompensatedSum kept = new CompensatedSum();
        CompensatedSum leaked = new CompensatedSum();
        double sum = 0;
        for (int from = 0; from < costs.length; from += arguments.length) {
            int size = exponentialsAt(from, t);
            for (int i = 0; i < size; i++) {
                double tail = costs[from + i] * (0.5 * tails[i]);
                double upper = step(arguments[i]);
                kept.add(upper * costs[from + i]);
                leaked.add((1 - 2 * upper) * tail);
                sum += tail;
            }
        }
        residual = kept.value() - budget + leaked.value();
        slope = sum;
    }

    @Override
    double newton() {
        return Sigmoid.logitStep(this);
    }

    @Override
    double fill(double t, double[] values, double[] derivatives, int at) {
        CompensatedSum undecided = new CompensatedSum();
        CompensatedSum costSlope = new CompensatedSum();
        for (int from = 0; from < costs.length; from += arguments.length) {
            int size = exponentialsAt(from, t);
            for (int i = 0; i < size; i++) {
                double tail = 0.5 * tails[i];
                double upper = step(arguments[i]);
                values[at + from + i] = upper + (1 - 2 * upper) * tail;
                derivatives[at + from + i] = tail;
                undecided.add(tail * (1 - tail));
                costSlope.add(costs[from + i] * tail);
            }
        }
        slope = costSlope.value();
        return undecided.value();
    }
}
