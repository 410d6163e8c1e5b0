package io.espalier.smart;

/// `F(a) = 1/(1 + e^{−a})`: the operator of Ding et al., arXiv 2403.19969.
///
/// The exponentials are taken once a search, at a center `t₀`: at another `t` each is multiplied by one of two numbers,
/// `e^{−|z + t|} = e^{−|z + t₀|} e^{∓(t − t₀)}`, which saves most of a pass. Beyond `|t − t₀| = 1` they are taken anew,
/// so that no sum cancels that would not at `t₀ = t`.
final class Sigmoid extends Squash {

    /// Of `t` from the center.
    private static final double REACH = 1;

    /// `e^{−|z + t₀|}`, the sign of `z + t₀` and `c`, each block in an array of its own.
    private final double[][] exponentials;

    private final double[][] signs;
    private final double[][] costBlocks;
    private final double[] slopes;
    private double center = Double.NaN;

    /// `even ± odd` is `e^{∓(t − t₀)}`.
    private double even;

    private double odd;

    /// `Σ_{z + t₀ ≥ 0} c − B`.
    private double excess;

    Sigmoid(double[] costs, double budget) {
        super(costs, budget);
        this.exponentials = blocks();
        this.signs = blocks();
        this.costBlocks = blocks();
        this.slopes = new double[arguments.length];
        for (int b = 0; b < costBlocks.length; b++) {
            System.arraycopy(costs, b * arguments.length, costBlocks[b], 0, costBlocks[b].length);
        }
    }

    private double[][] blocks() {
        double[][] blocks = new double[Math.ceilDiv(costs.length, arguments.length)][];
        for (int b = 0; b < blocks.length; b++) {
            blocks[b] = new double[sizeAt(b * arguments.length)];
        }
        return blocks;
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

    @Override
    void pivotMoved() {
        center = Double.NaN;
    }

    /// Makes `t` the one that blocks are evaluated at.
    private void reach(double t) {
        if (!(Math.abs(t - center) <= REACH)) {
            centerAt(t);
        }
        double fall = Math.exp(center - t);
        double rise = Math.exp(t - center);
        even = (fall + rise) / 2;
        odd = (fall - rise) / 2;
    }

    private void centerAt(double t) {
        center = t;
        CompensatedSum kept = new CompensatedSum();
        for (int b = 0; b < costBlocks.length; b++) {
            int size = exponentialsAt(b * arguments.length, t);
            double[] sides = signs[b];
            double[] c = costBlocks[b];
            for (int i = 0; i < size; i++) {
                sides[i] = Math.copySign(1, arguments[i]);
            }
            for (int i = 0; i < size; i++) {
                slopes[i] = (0.5 + 0.5 * sides[i]) * c[i];
            }
            System.arraycopy(tails, 0, exponentials[b], 0, size);
            kept.add(sum(slopes, size));
        }
        excess = kept.value() - budget;
    }

    /// `r = (Σ_above c − B) − Σ_above c F(−a) + Σ_below c F(a)`, above and below as at the center. When the right
    /// blocks are on the right side the first term is exactly 0 for whole budgets, and a nearly hard mask still has
    /// an excess with all its digits.
    @Override
    void evaluate(double t) {
        reach(t);
        CompensatedSum leaked = new CompensatedSum();
        CompensatedSum sum = new CompensatedSum();
        for (int b = 0; b < costBlocks.length; b++) {
            int size = weigh(b);
            leaked.add(sum(tails, size));
            sum.add(sum(slopes, size));
        }
        residual = excess + leaked.value();
        slope = sum.value();
    }

    /// `∓c F(−|a|)` and `c v` of a block, into [#tails] and `slopes`. At the `t` reached, `e^{−|a_i|}` is that of the
    /// center times `even + sign_i odd`, or its inverse where the sign has changed since.
    ///
    /// @return its size
    private int weigh(int block) {
        double[] kept = exponentials[block];
        double[] sides = signs[block];
        double[] c = costBlocks[block];
        double even = this.even;
        double odd = this.odd;
        for (int i = 0; i < kept.length; i++) {
            double e = kept[i] * (even + sides[i] * odd);
            double inverse = 1 / (1 + e);
            double tail = c[i] * e * inverse;
            tails[i] = -sides[i] * tail;
            slopes[i] = tail * inverse;
        }
        return kept.length;
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
        reach(t);
        CompensatedSum undecided = new CompensatedSum();
        CompensatedSum costSlope = new CompensatedSum();
        for (int b = 0; b < costBlocks.length; b++) {
            int size = squash(b);
            System.arraycopy(arguments, 0, values, at + b * arguments.length, size);
            System.arraycopy(tails, 0, derivatives, at + b * arguments.length, size);
            undecided.add(sum(tails, size));
            costSlope.add(sum(slopes, size));
        }
        slope = costSlope.value();
        return undecided.value();
    }

    /// `f` and `v = F(a)F(−a)`, which keeps its digits where `1 − f` would not, and `c v` of a block, into
    /// [#arguments], [#tails] and `slopes`.
    ///
    /// @return its size
    private int squash(int block) {
        double[] kept = exponentials[block];
        double[] sides = signs[block];
        double[] c = costBlocks[block];
        double even = this.even;
        double odd = this.odd;
        for (int i = 0; i < kept.length; i++) {
            double upper = 0.5 + 0.5 * sides[i];
            double e = kept[i] * (even + sides[i] * odd);
            double v = e / ((1 + e) * (1 + e));
            arguments[i] = (upper + (1 - upper) * e) / (1 + e);
            tails[i] = v;
            slopes[i] = c[i] * v;
        }
        return kept.length;
    }
}
