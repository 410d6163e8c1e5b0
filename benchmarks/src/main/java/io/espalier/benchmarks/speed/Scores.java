package io.espalier.benchmarks.speed;

import java.util.Arrays;
import java.util.Random;

/// Mask scores as they are in a run: mean 1, and a little different one step of the mask's Adam later.
final class Scores {

    private static final double DEVIATION = 0.3;
    private static final double STEP = 3e-3;

    private final double[] now;
    private final double[] next;
    private boolean odd;

    Scores(int n) {
        Random random = new Random(1);
        this.now = new double[n];
        this.next = new double[n];
        Arrays.setAll(now, i -> 1 + DEVIATION * random.nextGaussian());
        Arrays.setAll(next, i -> now[i] + STEP * random.nextGaussian());
    }

    /// One of the two, in turn.
    double[] step() {
        odd = !odd;
        return odd ? now : next;
    }

    static double[] cotangent(int n) {
        Random random = new Random(2);
        double[] cotangent = new double[n];
        Arrays.setAll(cotangent, i -> random.nextGaussian());
        return cotangent;
    }
}
