package io.espalier.smart.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.espalier.contracts.SmartSpec;
import io.espalier.contracts.SoftOperator;
import io.espalier.smart.CountedMask;
import io.espalier.smart.SoftTopK;
import io.espalier.smart.TemperatureSchedule;
import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Why the temperature falls: a mask at a fixed one is still undecided when the phase ends.
final class AnnealingTest {

    private static final double[] SCORES = {0.2, 1.4, 0.9, 1.1, 0.4, 2.0, 0.7, 1.3};

    @ParameterizedTest
    @CsvSource({"soft-count, 0.0, 0.1", "geometric, 0.0, 1.0", "'fixed, fixed-temperature: 0.3', 3.0, 22.0"})
    void onlyAnnealedMasksAreDecided(String temperature, double least, double most) {
        List<Double> counts = counts("smart: {first-scores: importance, temperature: " + temperature + "}");

        assertThat(counts).hasSize(TinyRuns.STEPS);
        assertThat(counts.getLast()).isBetween(least, most);
    }

    /// What is learned beside the weights is what opens the gap, or not: scores read from the weights follow too.
    @Test
    void scoresOfWeightsAreAnnealedToo() {
        assertThat(counts("smart: {mask: weights}").getLast()).isCloseTo(0.09, within(1e-3));
    }

    private static List<Double> counts(String prune) {
        List<Double> counts = new ArrayList<>();
        RunContext context = TinyRuns.context(TinyRuns.spec(prune), Checkpoints.NONE, progress -> {
            if (progress.metrics().containsKey("soft-count")) {
                counts.add(progress.metrics().get("soft-count"));
            }
        });
        new PruningRun(context).unjudged().run(TinyRuns.SOURCE);
        return counts;
    }

    @Test
    void geometricTemperaturesHaveTheEndsOfTheSchedule() {
        // Given
        int steps = 9;
        TemperatureSchedule schedule = new TemperatureSchedule(SCORES.length, 3, steps);
        Annealing annealing = annealing(SmartSpec.Temperature.GEOMETRIC, schedule, steps);
        SoftTopK operator = SoftTopK.unweighted(SCORES.length, 3);
        List<Double> temperatures = new ArrayList<>();

        // When
        for (int step = 0; step < steps; step++) {
            temperatures.add(annealing.temperature(new CountedMask(operator, SCORES), step, 1, 1.8));
        }

        // Then: the prescribed counts at both ends, one ratio between
        assertThat(operator.mask(SCORES, temperatures.getFirst()).softCount())
                .isCloseTo(schedule.softCount(0), withinPercentage(0.5));
        assertThat(operator.mask(SCORES, temperatures.getLast()).softCount())
                .isCloseTo(schedule.softCount(steps - 1), withinPercentage(0.5));
        double ratio = temperatures.get(1) / temperatures.get(0);
        for (int step = 2; step < steps; step++) {
            assertThat(temperatures.get(step) / temperatures.get(step - 1)).isCloseTo(ratio, within(1e-9));
        }
    }

    /// Found once, the fall of the temperature says where to look in the next step.
    @Test
    void mostStepsTryOneTemperature() {
        // Given
        int steps = 50;
        double[] scores = new Random(1).doubles(2000).toArray();
        CountedMask mask = new CountedMask(SoftTopK.unweighted(2000, 600), scores);
        Annealing annealing =
                annealing(SmartSpec.Temperature.SOFT_COUNT, new TemperatureSchedule(2000, 600, steps), steps);
        double temperature = 1;
        for (int step = 0; step < 3; step++) {
            temperature = annealing.temperature(mask, step, temperature, 1);
        }
        int before = mask.solutions();

        // When
        for (int step = 3; step < steps; step++) {
            temperature = annealing.temperature(mask, step, temperature, 1);
        }

        // Then
        assertThat(mask.solutions() - before).isBetween(steps - 3, steps + 10);
    }

    @Test
    void goesOnWithWhatItKept() {
        int steps = 50;
        CountedMask mask = new CountedMask(SoftTopK.unweighted(SCORES.length, 3), SCORES);
        TemperatureSchedule schedule = new TemperatureSchedule(SCORES.length, 3, steps);
        Annealing first = annealing(SmartSpec.Temperature.SOFT_COUNT, schedule, steps);
        double warm = first.temperature(mask, 1, first.temperature(mask, 0, 1, 1.8), 1.8);
        DoubleBuffer state = DoubleBuffer.allocate(first.size());
        first.write(state);

        Annealing resumed = annealing(SmartSpec.Temperature.SOFT_COUNT, schedule, steps);
        resumed.read(state.flip());
        Annealing ofBefore = annealing(SmartSpec.Temperature.SOFT_COUNT, schedule, steps);
        ofBefore.read(DoubleBuffer.allocate(0));

        double expected = first.temperature(mask, 2, warm, 1.8);
        assertThat(resumed.temperature(mask, 2, warm, 1.8)).isEqualTo(expected);
        assertThat(ofBefore.temperature(mask, 2, warm, 1.8)).isCloseTo(expected, withinPercentage(2));
    }

    @Test
    void aFixedTemperatureStays() {
        Annealing annealing = annealing(SmartSpec.Temperature.FIXED, new TemperatureSchedule(8, 3, 10), 10);

        CountedMask mask = new CountedMask(SoftTopK.unweighted(SCORES.length, 3), SCORES);
        assertThat(annealing.temperature(mask, 0, 1, 1)).isEqualTo(0.25);
        assertThat(annealing.temperature(mask, 9, 1, 1)).isEqualTo(0.25);
        assertThat(annealing.prescribed(9)).isInfinite();
    }

    private static Annealing annealing(SmartSpec.Temperature kind, TemperatureSchedule schedule, long steps) {
        SmartSpec spec = new SmartSpec(
                SoftOperator.SIGMOID,
                SmartSpec.MaskKind.SEPARATE,
                SmartSpec.FirstScores.IMPORTANCE,
                kind,
                0.25,
                SmartSpec.Schedule.COSINE);
        return new Annealing(spec, schedule, steps);
    }
}
