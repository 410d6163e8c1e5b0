package io.espalier.npu.calibration;

import io.espalier.npu.NpuProfile;
import io.espalier.npu.profile.Memory;
import io.espalier.npu.profile.Overhead;
import java.util.List;

/// The figures of a device that no data sheet says.
///
/// @param computeEfficiency share of the engine's cycles that do what the closed form counts, in `(0, 1]`
/// @param dramEfficiency    share of the memory's rate that layers get, in `(0, 1]`
/// @param launchMicros      before each kernel, ≥ 0
/// @param inferenceMicros   once an inference, ≥ 0
record Figures(double computeEfficiency, double dramEfficiency, double launchMicros, double inferenceMicros) {

    enum Figure {
        COMPUTE_EFFICIENCY,
        DRAM_EFFICIENCY,
        LAUNCH_MICROS,
        INFERENCE_MICROS
    }

    /// Where the search begins, however the profile stands: it must not matter whether one was calibrated before.
    static final List<Figures> STARTS =
            List.of(new Figures(0.5, 0.5, 10, 100), new Figures(0.9, 0.9, 1, 10), new Figures(0.9, 0.2, 30, 300));

    private static final double LEAST_MICROS = 1e-3;
    private static final double LEAST_SHARE = 1e-3;

    /// One of them times `factor`, kept within its domain.
    Figures scaled(Figure which, double factor) {
        return switch (which) {
            case COMPUTE_EFFICIENCY ->
                new Figures(share(computeEfficiency * factor), dramEfficiency, launchMicros, inferenceMicros);
            case DRAM_EFFICIENCY ->
                new Figures(computeEfficiency, share(dramEfficiency * factor), launchMicros, inferenceMicros);
            case LAUNCH_MICROS ->
                new Figures(computeEfficiency, dramEfficiency, micros(launchMicros * factor), inferenceMicros);
            case INFERENCE_MICROS ->
                new Figures(computeEfficiency, dramEfficiency, launchMicros, micros(inferenceMicros * factor));
        };
    }

    /// This, and once more what led here from `before`.
    Figures beyond(Figures before) {
        return new Figures(
                share(computeEfficiency * computeEfficiency / before.computeEfficiency),
                share(dramEfficiency * dramEfficiency / before.dramEfficiency),
                micros(launchMicros * launchMicros / before.launchMicros),
                micros(inferenceMicros * inferenceMicros / before.inferenceMicros));
    }

    private static double share(double value) {
        return Math.clamp(value, LEAST_SHARE, 1);
    }

    private static double micros(double value) {
        return Math.max(LEAST_MICROS, value);
    }

    NpuProfile of(NpuProfile profile) {
        NpuProfile device = profile.withOverhead(new Overhead(computeEfficiency, launchMicros, inferenceMicros));
        return switch (profile.memory()) {
            case Memory.Ideal ignored -> device;
            case Memory.Buffered memory -> device.withMemory(slowed(memory));
        };
    }

    private Memory.Buffered slowed(Memory.Buffered memory) {
        return new Memory.Buffered(
                memory.sramBytes(),
                memory.featureMapBytes(),
                memory.weightCacheBytes(),
                memory.accumulatorBytes(),
                memory.dramBytesPerSecond(),
                dramEfficiency,
                memory.dramLatencyNs(),
                memory.sramBytesPerCycle(),
                memory.resident(),
                memory.overlap(),
                memory.channelGranule(),
                memory.kernelGroup());
    }
}
