package io.espalier.npu;

import io.espalier.npu.profile.Memory;

/// Puts the parts of a kernel side by side in time.
final class Timer {

    private Timer() {}

    /// Multipliers, vector unit behind them and buffer work at the same time; transfers beside them as far as the
    /// memory's overlap goes; then the launch is added.
    ///
    /// @throws ArithmeticException if that is more than 2⁶³ − 1 cycles
    static Timing of(NpuProfile profile, KernelCost.Parts parts) {
        long launch = profile.cyclesOf(profile.overhead().launchMicros());
        return switch (profile.memory()) {
            case Memory.Ideal ignored -> {
                long busy = Math.max(parts.compute(), parts.postOp());
                yield new Timing(parts.compute(), parts.postOp(), 0, 0, launch, Math.addExact(busy, launch));
            }
            case Memory.Buffered memory -> buffered(profile, memory, parts, launch);
        };
    }

    private static Timing buffered(NpuProfile profile, Memory.Buffered memory, KernelCost.Parts parts, long launch) {
        double load = memory.dramCycles(parts.loads(), profile.clockHz());
        double store = memory.dramCycles(parts.stores(), profile.clockHz());
        double wire = memory.sramBytesPerCycle();
        long sram = wire == 0 ? 0 : whole(parts.sramBytes() / wire);
        long latency = load + store == 0 ? 0 : memory.latencyCycles(profile.clockHz());
        double busy = Math.max(Math.max(parts.compute(), parts.postOp()), sram);
        double cycles =
                switch (memory.overlap()) {
                    case PERFECT -> Math.max(busy, load + store);
                    case DOUBLE_BUFFERED -> {
                        double bytes = parts.loads() + parts.stores();
                        double n = Math.max(1, Math.ceil(bytes / (memory.sramBytes() / 2.0)));
                        yield (load + busy + store + (n - 1) * Math.max(busy, load + store)) / n;
                    }
                    case NONE -> load + busy + store;
                };
        return new Timing(
                parts.compute(),
                parts.postOp(),
                Math.addExact(whole(load + store), latency),
                sram,
                launch,
                Math.addExact(whole(cycles), Math.addExact(latency, launch)));
    }

    /// Rounded up. A cast would take what is too large, or no number, as if it were a count.
    private static long whole(double cycles) {
        double rounded = Math.ceil(cycles);
        if (!(rounded < Long.MAX_VALUE)) {
            throw new ArithmeticException(cycles + " cycles");
        }
        return (long) rounded;
    }
}
