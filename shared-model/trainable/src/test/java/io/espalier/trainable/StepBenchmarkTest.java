package io.espalier.trainable;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class StepBenchmarkTest {

    private static final long WORK_NANOS = Duration.ofMillis(60).toNanos();

    @Test
    void stepsTakeTurns() {
        // Given
        List<String> ran = new ArrayList<>();
        Map<String, Runnable> steps = new LinkedHashMap<>();
        steps.put("b", () -> ran.add("b"));
        steps.put("a", () -> ran.add("a"));

        // When
        Map<String, StepBenchmark.Cost> costs = StepBenchmark.costs(3, 4, steps);

        // Then
        assertThat(ran)
                .isEqualTo(Collections.nCopies(3 + 4, List.of("b", "a")).stream()
                        .flatMap(List::stream)
                        .toList());
        assertThat(costs.keySet()).containsExactly("b", "a");
    }

    @Test
    void waitingTakesTimeAndComputingTheProcessorToo() {
        // Given
        Map<String, Runnable> steps = Map.of("waits", StepBenchmarkTest::wait60, "computes", StepBenchmarkTest::spin);

        // When
        Map<String, StepBenchmark.Cost> costs = StepBenchmark.costs(3, 4, steps);

        // Then: half of 60 ms leaves room for the collector and the compiler
        assertThat(Objects.requireNonNull(costs.get("waits")).wallNanos()).isGreaterThanOrEqualTo(WORK_NANOS);
        assertThat(Objects.requireNonNull(costs.get("waits")).cpuNanos()).isLessThan(WORK_NANOS / 2);
        assertThat(Objects.requireNonNull(costs.get("computes")).cpuNanos()).isGreaterThan(WORK_NANOS / 2);
    }

    @Test
    void namesTheEngine() {
        assertThat(StepBenchmark.engine()).matches("PyTorch 2\\.\\d+.*");
    }

    private static void wait60() {
        long end = System.nanoTime() + WORK_NANOS;
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    private static void spin() {
        long end = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() + WORK_NANOS;
        while (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() < end) {
            Thread.onSpinWait();
        }
    }
}
