package io.espalier.trainable;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// Times training steps of several kinds in one run.
///
/// Kinds take turns, so that other load on the machine hits all of them alike: ratios of medians can be compared on a
/// noisy machine, absolute times cannot.
public final class StepBenchmark {

    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private StepBenchmark() {}

    /// What one step of a kind takes.
    ///
    /// @param wallNanos median over the rounds
    /// @param cpuNanos  of all threads of the process: mean over the rounds, because Linux counts it in ticks of 10
    // ms
    public record Cost(long wallNanos, long cpuNanos) {}

    /// Runs every step once a round.
    ///
    /// @param warmUp rounds before the counted ones, >= 0: allocators settle in three, compilers in some twenty
    /// @param rounds counted rounds, >= 1
    /// @param steps  what is timed, by name
    /// @return the cost by name, in the order given
    public static Map<String, Cost> costs(int warmUp, int rounds, Map<String, Runnable> steps) {
        Map<String, Clock> clocks = new LinkedHashMap<>();
        steps.forEach((name, step) -> clocks.put(name, new Clock(step, rounds)));
        for (int round = -warmUp; round < rounds; round++) {
            int number = round;
            clocks.values().forEach(clock -> clock.time(number));
        }
        Map<String, Cost> costs = new LinkedHashMap<>();
        clocks.forEach((name, clock) -> costs.put(name, clock.cost()));
        return costs;
    }

    /// The engine that the steps run in, and its version: `PyTorch 2.7.1`.
    public static String engine() {
        return Torch.version();
    }

    private static final class Clock {

        private final Runnable step;
        private final long[] wall;
        private long cpu;

        Clock(Runnable step, int rounds) {
            this.step = step;
            this.wall = new long[rounds];
        }

        /// A round below 0 is not counted.
        void time(int round) {
            long cpuBefore = SYSTEM.getProcessCpuTime();
            long before = System.nanoTime();
            step.run();
            long nanos = System.nanoTime() - before;
            if (round >= 0) {
                wall[round] = nanos;
                cpu += SYSTEM.getProcessCpuTime() - cpuBefore;
            }
        }

        Cost cost() {
            long[] sorted = wall.clone();
            Arrays.sort(sorted);
            return new Cost(sorted[sorted.length / 2], cpu / sorted.length);
        }
    }
}
