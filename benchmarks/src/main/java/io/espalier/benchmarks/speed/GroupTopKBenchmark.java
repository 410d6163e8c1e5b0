package io.espalier.benchmarks.speed;

import io.espalier.contracts.SoftOperator;
import io.espalier.smart.GroupTopK;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// One step of an N:M mask: forward and backward, half of every group kept.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class GroupTopKBenchmark {

    private static final double TEMPERATURE = 0.1;

    @Param({"10000", "1000000"})
    public int n;

    @Param({"4", "16"})
    public int groupSize;

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

    /// The operator under test.
    @State(Scope.Thread)
    public static class Solver {

        @Param({"SIGMOID", "CAPPED_SIMPLEX", "LAPSUM"})
        public SoftOperator operator = SoftOperator.SIGMOID;

        private GroupTopK groups = new GroupTopK(SoftOperator.SIGMOID, 2, 1, 2);

        @Setup
        public void build(GroupTopKBenchmark problem) {
            groups = new GroupTopK(operator, problem.n, problem.groupSize / 2, problem.groupSize);
        }
    }

    @Benchmark
    public double solver(Solver solver) {
        solver.groups.solve(scores.step(), TEMPERATURE);
        solver.groups.valuesInto(values, 0);
        solver.groups.gradientInto(cotangent, gradient);
        return gradient[0] + values[0];
    }

    @State(Scope.Thread)
    public static class Baseline {

        private Bisection bisection = new Bisection(1);

        @Setup
        public void build(GroupTopKBenchmark problem) {
            bisection = new Bisection(problem.n);
        }
    }

    @Benchmark
    public double bisection(Baseline baseline) {
        double[] now = scores.step();
        for (int begin = 0; begin < n; begin += groupSize) {
            baseline.bisection.solve(
                    now, begin, begin + groupSize, groupSize / 2.0, TEMPERATURE, cotangent, values, gradient);
        }
        return gradient[0] + values[0];
    }
}
