package io.espalier.benchmarks.speed;

import io.espalier.contracts.SoftOperator;
import io.espalier.smart.SoftMask;
import io.espalier.smart.SoftTopK;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// One step of a mask: forward and backward through the soft top-k, half of `n` scores kept.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class SoftTopKBenchmark {

    @Param({"10000", "1000000"})
    public int n;

    @Param({"0.1", "0.001"})
    public double temperature;

    private Scores scores = new Scores(1);
    private double[] cotangent = {};
    private double[] values = {};
    private double[] gradient = {};

    @Setup
    public void draw() {
        scores = new Scores(n);
        cotangent = Scores.cotangent(n);
        values = new double[n];
        gradient = new double[n];
    }

    /// The operator under test, and whether each step begins at the threshold of the one before.
    @State(Scope.Thread)
    public static class Solver {

        @Param({"SIGMOID", "CAPPED_SIMPLEX", "LAPSUM"})
        public SoftOperator operator = SoftOperator.SIGMOID;

        @Param({"cold", "warm"})
        public String start = "cold";

        private SoftMask mask = SoftTopK.unweighted(2, 1).solver();
        private boolean warm;

        @Setup
        public void build(SoftTopKBenchmark problem) {
            mask = SoftTopK.unweighted(operator, problem.n, problem.n / 2.0).solver();
            warm = start.equals("warm");
        }
    }

    @Benchmark
    public double solver(Solver solver) {
        SoftMask mask = solver.mask;
        mask.solve(scores.step(), temperature, solver.warm ? mask.threshold() : 0);
        mask.valuesInto(values, 0);
        mask.gradientInto(cotangent, gradient);
        return gradient[0] + values[0];
    }

    @State(Scope.Thread)
    public static class Baseline {

        private Bisection bisection = new Bisection(1);

        @Setup
        public void build(SoftTopKBenchmark problem) {
            bisection = new Bisection(problem.n);
        }
    }

    @Benchmark
    public double bisection(Baseline baseline) {
        baseline.bisection.solve(scores.step(), 0, n, n / 2.0, temperature, cotangent, values, gradient);
        return gradient[0] + values[0];
    }
}
