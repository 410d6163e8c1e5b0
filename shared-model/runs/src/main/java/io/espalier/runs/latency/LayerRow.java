package io.espalier.runs.latency;

import io.espalier.npu.LayerEstimate;
import io.espalier.npu.NpuProfile;

/// One layer on one device, flat, as tables and files have it. What does not apply is 0.
///
/// @param kind               `product`, `vector`, or why it is free: `fused`, `view`, `constant`
/// @param boundBy            what it waits for longest
/// @param overallUtilisation effective multiply-accumulates over those possible in `cycles`
/// @param structural         fraction of the weights that are 0
/// @param exploitable        fraction of the weights that the device leaves out
public record LayerRow(
        String name,
        String operator,
        String kind,
        long cycles,
        long denseCycles,
        double ms,
        String boundBy,
        long computeCycles,
        long postOpCycles,
        long dramCycles,
        long sramCycles,
        long overheadCycles,
        double overallUtilisation,
        double computeUtilisation,
        double mappingEfficiency,
        long inputBytes,
        long weightBytes,
        long denseWeightBytes,
        long outputBytes,
        long partialBytes,
        long dramBytes,
        long foldsTotal,
        long foldsSkipped,
        long macs,
        long effectiveMacs,
        double structural,
        double exploitable,
        double imbalance,
        double microjoules) {

    static LayerRow of(LayerEstimate layer, NpuProfile profile) {
        return switch (layer) {
            case LayerEstimate.OnArray array -> onArray(array, profile);
            case LayerEstimate.OnVectorUnit vector -> other(vector, "vector", profile);
            case LayerEstimate.Free free -> other(free, Words.of(free.reason()), profile);
        };
    }

    private static LayerRow onArray(LayerEstimate.OnArray layer, NpuProfile profile) {
        return new LayerRow(
                layer.name(),
                layer.operator(),
                "product",
                layer.cycles(),
                layer.denseCycles(),
                profile.milliseconds(layer.cycles()),
                Words.of(layer.timing().boundBy()),
                layer.timing().computeCycles(),
                layer.timing().postOpCycles(),
                layer.timing().dramCycles(),
                layer.timing().sramCycles(),
                layer.timing().overheadCycles(),
                layer.overallUtilisation(),
                layer.computeUtilisation(),
                layer.compute().mappingEfficiency(),
                layer.traffic().inputBytes(),
                layer.weightBytes(),
                layer.denseWeightBytes(),
                layer.traffic().outputBytes(),
                layer.traffic().partialBytes(),
                layer.traffic().dramBytes(),
                layer.foldsTotal(),
                layer.foldsSkipped(),
                layer.gemm().macs(),
                layer.effectiveMacs(),
                layer.weights().structural(),
                layer.weights().exploitable(),
                layer.compute().imbalance(),
                layer.microjoules());
    }

    private static LayerRow other(LayerEstimate layer, String kind, NpuProfile profile) {
        return new LayerRow(
                layer.name(),
                layer.operator(),
                kind,
                layer.cycles(),
                layer.denseCycles(),
                profile.milliseconds(layer.cycles()),
                Words.of(layer.timing().boundBy()),
                layer.timing().computeCycles(),
                layer.timing().postOpCycles(),
                layer.timing().dramCycles(),
                layer.timing().sramCycles(),
                layer.timing().overheadCycles(),
                0,
                0,
                0,
                layer.traffic().inputBytes(),
                0,
                0,
                layer.traffic().outputBytes(),
                layer.traffic().partialBytes(),
                layer.traffic().dramBytes(),
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                layer.microjoules());
    }
}
