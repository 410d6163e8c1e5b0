package io.espalier.runs.latency;

import io.espalier.npu.NpuModel;
import io.espalier.npu.NpuNetwork;
import io.espalier.npu.NpuProfile;
import io.espalier.npu.NpuReport;
import io.espalier.npu.profile.Memory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A model on some devices, and perhaps as it was measured here.
///
/// @param macs     multiply-accumulates for one image
/// @param measured absent if it was not measured
public record EstimateReport(
        String model,
        long macs,
        List<Device> devices,
        @Nullable MeasuredLatency measured) {

    public EstimateReport {
        devices = List.copyOf(devices);
    }

    /// One reading of the network, whatever the number of devices.
    ///
    /// @param model as people call it
    public static EstimateReport of(
            String model, NpuNetwork network, List<NpuProfile> profiles, @Nullable MeasuredLatency measured) {
        long macs = network.products().stream()
                .mapToLong(product -> product.shape().gemm().macs())
                .sum();
        List<Device> devices = profiles.stream()
                .map(profile -> Device.of(NpuModel.estimate(network, profile)))
                .toList();
        return new EstimateReport(model, macs, devices, measured);
    }

    /// 10¹² operations a second, two to a multiply-accumulate, with every multiplier busy.
    public static double peakTops(NpuProfile profile) {
        double macs = (double) profile.engine().macsPerCycle() * profile.cores().count() * profile.clockHz();
        return 2 * macs / 1e12;
    }

    /// @param source              `estimated`
    /// @param confidence          of the device's profile
    /// @param peakTops            10¹² operations a second
    /// @param dramBytesPerSecond  what layers get; absent where memory is never waited for
    /// @param ms                  predicted for one image, host and link included
    /// @param hostMs              of these, link and what an inference costs however small it is
    /// @param boundBy             what most of the cycles are spent waiting for
    /// @param layers              every node, in graph order
    public record Device(
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

        public static Device of(NpuReport report) {
            NpuProfile profile = report.profile();
            return new Device(
                    profile.name(),
                    profile.summary(),
                    "estimated",
                    Words.of(profile.confidence()),
                    EstimateReport.peakTops(profile),
                    bandwidth(profile.memory()),
                    report.cycles(),
                    report.denseCycles(),
                    report.milliseconds(),
                    report.denseMilliseconds(),
                    profile.milliseconds(
                            report.host().linkCycles() + report.host().inferenceCycles()),
                    Words.of(report.boundBy()),
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
        public List<LayerRow> timed() {
            return layers.stream()
                    .filter(layer -> layer.cycles() > 0 || layer.denseCycles() > 0)
                    .toList();
        }
    }
}
