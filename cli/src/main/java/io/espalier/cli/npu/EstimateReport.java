package io.espalier.cli.npu;

import io.espalier.npu.NpuProfile;
import io.espalier.npu.NpuReport;
import io.espalier.npu.profile.Memory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A model on some devices, and perhaps as it was measured here.
///
/// @param macs     multiply-accumulates for one image
/// @param measured absent if it was not measured
record EstimateReport(
        String model,
        long macs,
        List<Device> devices,
        @Nullable MeasuredLatency measured) {

    EstimateReport {
        devices = List.copyOf(devices);
    }

    /// @param source              `estimated`
    /// @param confidence          of the device's profile
    /// @param peakTops            10¹² operations a second
    /// @param dramBytesPerSecond  what layers get; absent where memory is never waited for
    /// @param ms                  predicted for one image, host and link included
    /// @param hostMs              of these, link and what an inference costs however small it is
    /// @param boundBy             what most of the cycles are spent waiting for
    /// @param layers              every node, in graph order
    record Device(
            String device,
            String summary,
            String source,
            String confidence,
            double peakTops,
            @Nullable Double dramBytesPerSecond,
            long cycles,
            long denseCycles,
            double ms,
            double denseMs,
            double hostMs,
            String boundBy,
            double utilisation,
            long effectiveMacs,
            long weightBytes,
            long denseWeightBytes,
            long dramBytes,
            long foldsTotal,
            long foldsSkipped,
            double structural,
            double exploitable,
            double microjoules,
            List<LayerRow> layers) {

        static Device of(NpuReport report) {
            NpuProfile profile = report.profile();
            return new Device(
                    profile.name(),
                    profile.summary(),
                    "estimated",
                    DevicesCommand.words(profile.confidence()),
                    DevicesCommand.peakTops(profile),
                    bandwidth(profile.memory()),
                    report.cycles(),
                    report.denseCycles(),
                    report.milliseconds(),
                    report.denseMilliseconds(),
                    profile.milliseconds(
                            report.host().linkCycles() + report.host().inferenceCycles()),
                    DevicesCommand.words(report.boundBy()),
                    report.utilisation(),
                    report.effectiveMacs(),
                    report.weightBytes(),
                    report.denseWeightBytes(),
                    report.dramBytes(),
                    report.foldsTotal(),
                    report.foldsSkipped(),
                    report.structuralSparsity(),
                    report.exploitableSparsity(),
                    report.microjoules(),
                    report.layers().stream()
                            .map(layer -> LayerRow.of(layer, profile))
                            .toList());
        }

        private static @Nullable Double bandwidth(Memory memory) {
            return switch (memory) {
                case Memory.Ideal ignored -> null;
                case Memory.Buffered buffered -> buffered.dramBytesPerSecond() * buffered.dramEfficiency();
            };
        }

        /// Layers that take time.
        List<LayerRow> timed() {
            return layers.stream()
                    .filter(layer -> layer.cycles() > 0 || layer.denseCycles() > 0)
                    .toList();
        }
    }
}
