package io.espalier.trainable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.contracts.TrainingSpec;
import io.espalier.trainable.loss.Loss;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// The update rules as recurrences in double precision, on the gradients that the graph reports.
class OptimizersTest {

    private static final double MOMENTUM = 0.9;
    private static final double DECAY = 0.05;
    private static final double[] RATES = {0.1, 0.05, 0.2, 0.01, 0.1};

    /// A handful of float32 roundings of numbers below 3.
    private static final double TOLERANCE = 2e-6;

    private final Loss loss = Networks.crossEntropy();

    /// One parameter element's update: `(weight, gradient, rate) -> weight`, with what it remembers.
    private interface Rule {
        double next(double weight, double gradient, double rate);
    }

    private static final class Momentum implements Rule {
        private double velocity;

        @Override
        public double next(double weight, double gradient, double rate) {
            velocity = MOMENTUM * velocity + gradient;
            return weight - rate * velocity;
        }
    }

    private static final class AdamRule implements Rule {
        private double mean;
        private double square;
        private int step;

        @Override
        public double next(double weight, double gradient, double rate) {
            step++;
            mean = 0.9 * mean + 0.1 * gradient;
            square = 0.999 * square + 0.001 * gradient * gradient;
            double corrected = mean / (1 - Math.pow(0.9, step));
            return weight - rate * corrected / (Math.sqrt(square / (1 - Math.pow(0.999, step))) + 1e-8);
        }
    }

    @Test
    void momentumFollowsItsRecurrence() {
        follows(TrainingSpec.Optimizer.SGD, Momentum::new);
    }

    @Test
    void withoutMomentumThereIsNoVelocity() {
        try (TrainableGraph graph = TrainableGraph.compile(Networks.tiny(), List.of(), 1)) {
            Optimizer optimizer = new Sgd(graph, 0, DECAY);
            for (double rate : RATES) {
                graph.backward(Networks.batch(8, 5), loss);
                float[] weight = graph.read("c2.w");
                float[] gradient = graph.gradient("c2.w");
                optimizer.step(rate);
                float[] moved = graph.read("c2.w");
                for (int i = 0; i < weight.length; i++) {
                    double expected = weight[i] - rate * (gradient[i] + DECAY * weight[i]);
                    assertThat((double) moved[i]).isCloseTo(expected, within(TOLERANCE));
                }
            }
        }
    }

    @Test
    void adamFollowsItsRecurrence() {
        follows(TrainingSpec.Optimizer.ADAM, AdamRule::new);
    }

    private void follows(TrainingSpec.Optimizer kind, Supplier<Rule> rule) {
        try (TrainableGraph graph = TrainableGraph.compile(Networks.tiny(), List.of(), 1)) {
            Optimizer optimizer = Optimizers.of(spec(kind), graph);
            Map<String, Rule[]> rules = new HashMap<>();
            for (double rate : RATES) {
                // Given
                graph.backward(Networks.batch(8, 5), loss);
                Map<String, double[]> expected = new HashMap<>();
                for (Parameter parameter : graph.parameters()) {
                    Rule[] own = rules.computeIfAbsent(parameter.name(), name -> new Rule[parameter.size()]);
                    expected.put(parameter.name(), advance(graph, parameter, own, rule, rate));
                }

                // When
                optimizer.step(rate);

                // Then
                expected.forEach((name, values) -> assertClose(name, graph.read(name), values));
            }
        }
    }

    private static double[] advance(
            TrainableGraph graph, Parameter parameter, Rule[] rules, Supplier<Rule> rule, double rate) {
        float[] weight = graph.read(parameter.name());
        float[] gradient = graph.gradient(parameter.name());
        double[] next = new double[weight.length];
        for (int i = 0; i < next.length; i++) {
            rules[i] = rules[i] == null ? rule.get() : rules[i];
            boolean decayed = parameter.name().endsWith(".w"); // matrices and kernels, not biases and scales
            next[i] = rules[i].next(weight[i], gradient[i] + (decayed ? DECAY * weight[i] : 0), rate);
        }
        return next;
    }

    private static void assertClose(String name, float[] actual, double[] expected) {
        for (int i = 0; i < actual.length; i++) {
            assertThat((double) actual[i]).as("%s[%d]", name, i).isCloseTo(expected[i], within(TOLERANCE));
        }
    }

    /// Without history and decay the first step of Adam moves every element by the rate, whatever its gradient's size.
    @Test
    void firstStepOfAdamIsTheRateWithTheGradientsSign() {
        try (TrainableGraph graph = TrainableGraph.compile(Networks.tiny(), List.of(), 1)) {
            // Given
            TrainingSpec spec = new TrainingSpec(TrainingSpec.Optimizer.ADAM, 8, 0.1, 0, 0);
            graph.backward(Networks.batch(8, 5), loss);
            float[] before = graph.read("fc.w");
            float[] gradient = graph.gradient("fc.w");

            // When
            Optimizers.of(spec, graph).step(0.01);

            // Then
            float[] after = graph.read("fc.w");
            for (int i = 0; i < after.length; i++) {
                double moved = (double) after[i] - before[i];
                assertThat(moved).isCloseTo(-0.01 * Math.signum(gradient[i]), within(TOLERANCE));
            }
        }
    }

    @Test
    void refusesTheStateOfAnotherKind() {
        try (TrainableGraph graph = TrainableGraph.compile(Networks.tiny(), List.of(), 1)) {
            // Given
            byte[] adam =
                    Optimizers.of(spec(TrainingSpec.Optimizer.ADAM), graph).state();
            Optimizer sgd = Optimizers.of(spec(TrainingSpec.Optimizer.SGD), graph);

            // When, then
            assertThatThrownBy(() -> sgd.restore(adam))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("adam");
        }
    }

    private static TrainingSpec spec(TrainingSpec.Optimizer kind) {
        return new TrainingSpec(kind, 8, 0.1, MOMENTUM, DECAY);
    }
}
