package io.espalier.trainable;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StepBenchmarkTest {

    @Test
    void stepsTakeTurns() {
        // Given
        List<String> ran = new ArrayList<>();
        Map<String, Runnable> steps = new LinkedHashMap<>();
        steps.put("b", () -> ran.add("b"));
        steps.put("a", () -> ran.add("a"));

        // When
        Map<String, Long> medians = StepBenchmark.medianNanos(4, steps);

        // Then
        assertThat(ran)
                .isEqualTo(Collections.nCopies(3 + 4, List.of("b", "a")).stream()
                        .flatMap(List::stream)
                        .toList());
        assertThat(medians.keySet()).containsExactly("b", "a");
    }

    @Test
    void timesDenseAndMaskedSteps() {
        Map<String, Long> medians =
                StepBenchmark.denseAndMasked(Networks.tiny(), Blocks.FACTORS, Networks.batch(4, 1), 1, 1);

        assertThat(medians.keySet()).containsExactly("dense", "masked");
        assertThat(medians.values()).allMatch(nanos -> nanos > 0);
    }
}
