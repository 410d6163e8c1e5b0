package io.espalier.smart;

/// `F(a) = clip(a, 0, 1)`: for `c = 1` the mask is the Euclidean projection of `x/τ` onto the capped simplex
/// `{0 ≤ f ≤ 1, Σ f = B}`, with exact zeros and ones. `v` is 1 where `0 < a < 1` and 0 elsewhere.
final class CappedSimplex extends Squash {

    CappedSimplex(double[] costs, double budget) {
        super(costs, budget);
    }

    @Override
    double quantile() {
        return budget / totalCost;
    }

    @Override
    double median() {
        return 0.5;
    }

    @Override
    void evaluate(double t) {
        CompensatedSum total = new CompensatedSum();
        double sum = 0;
        for (int from = 0; from < costs.length; from += arguments.length) {
            int size = argumentsAt(from, t);
            for (int i = 0; i < size; i++) {
                double f = Math.min(1, Math.max(0, arguments[i]));
                total.add(costs[from + i] * f);
                sum += costs[from + i] * open(f);
            }
        }
        total.add(-budget);
        residual = total.value();
        slope = sum;
    }

    /// 1 inside `(0, 1)`, 0 at its ends, without a branch.
    private static double open(double f) {
        return Math.ceil(f) - Math.floor(f);
    }

    @Override
    double lastNewton() {
        return NEGLIGIBLE_STEP;
    }

    /// Exact as soon as the right scores are in the open interval.
    @Override
    double newton() {
        return -residual / slope;
    }

    /// The root of the open interval's line, measured from the smallest score inside it: there every term is
    /// positive, so a mask of many small parts meets its budget to the last digits.
    @Override
    double refined(double t) {
        double smallest = smallestOpen(t);
        if (smallest == Double.POSITIVE_INFINITY) {
            return t;
        }
        CompensatedSum open = new CompensatedSum();
        CompensatedSum rest = new CompensatedSum();
        rest.add(budget);
        for (int i = 0; i < costs.length; i++) {
            double score = scores()[begin() + i];
            double a = (score - pivot()) / temperature() + t;
            boolean inside = a > 0 && a < 1;
            open.add(inside ? costs[i] : 0);
            rest.add(a >= 1 ? -costs[i] : inside ? -costs[i] * ((score - smallest) / temperature()) : 0);
        }
        movePivot(smallest);
        return rest.value() / open.value();
    }

    private double smallestOpen(double t) {
        double smallest = Double.POSITIVE_INFINITY;
        for (int i = begin(); i < begin() + costs.length; i++) {
            double a = (scores()[i] - pivot()) / temperature() + t;
            smallest = a > 0 && a < 1 ? Math.min(smallest, scores()[i]) : smallest;
        }
        return smallest;
    }

    @Override
    double fill(double t, double[] values, double[] derivatives, int at) {
        CompensatedSum undecided = new CompensatedSum();
        CompensatedSum costSlope = new CompensatedSum();
        for (int from = 0; from < costs.length; from += arguments.length) {
            int size = argumentsAt(from, t);
            for (int i = 0; i < size; i++) {
                double f = Math.min(1, Math.max(0, arguments[i]));
                double v = open(f);
                values[at + from + i] = f;
                derivatives[at + from + i] = v;
                undecided.add(f * (1 - f));
                costSlope.add(costs[from + i] * v);
            }
        }
        slope = costSlope.value();
        return undecided.value();
    }
}
