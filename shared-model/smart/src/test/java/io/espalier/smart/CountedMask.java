package io.espalier.smart;

/// The soft count of one mask, and how often that was solved.
public final class CountedMask implements SoftCount {

    private final SoftTopK operator;
    private final double[] scores;
    private SoftMask latest;
    private int solutions;

    public CountedMask(SoftTopK operator, double[] scores) {
        this.operator = operator;
        this.scores = scores.clone();
        this.latest = operator.solver();
    }

    @Override
    public double at(double temperature) {
        latest = operator.mask(scores, temperature);
        solutions++;
        return latest.softCount();
    }

    @Override
    public double derivative() {
        return latest.softCountDerivative(scores);
    }

    public int solutions() {
        return solutions;
    }
}
