package io.espalier.smart.budget;

import io.espalier.contracts.BudgetUnit;
import io.espalier.npu.LayerEstimate;
import io.espalier.npu.NpuModel;
import io.espalier.npu.NpuProfile;
import io.espalier.npu.NpuReport;
import io.espalier.npu.SkippableWeight;
import io.espalier.onnx.Graph;
import io.espalier.smart.BlockLayout;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What blocks cost on a device: by granule where its savings add up, by estimates of the masked network elsewhere.
///
/// Savings are taken to add up only if that agrees with the estimates of a network that keeps all blocks, none, every
/// second and every third, to the cycle.
final class DeviceCost {

    private final Graph graph;
    private final BlockLayout layout;
    private final NpuProfile device;
    private final double dense;
    private final double fixed;
    private final double total;
    private final @Nullable Granules granules;

    DeviceCost(Graph graph, BlockLayout layout, NpuProfile device) {
        this.graph = graph;
        this.layout = layout;
        this.device = device;
        NpuReport whole = estimate(every(1));
        this.dense = whole.denseCycles();
        this.total = whole.cycles();
        this.fixed = estimate(new boolean[layout.blocks()]).cycles();
        this.granules = granules(whole);
    }

    private boolean[] every(int step) {
        boolean[] kept = new boolean[layout.blocks()];
        for (int b = 0; b < kept.length; b += step) {
            kept[b] = true;
        }
        return kept;
    }

    private NpuReport estimate(boolean[] kept) {
        return NpuModel.estimate(KeptBlocks.filled(graph, layout, kept), device);
    }

    /// Null if savings do not add up. Whether a product's cycles are told as the index of the last one, one less than
    /// their number, is found by trying.
    private @Nullable Granules granules(NpuReport whole) {
        Set<String> weights = Set.copyOf(new GranulesBuilder(layout).weights());
        List<SkippableWeight> skippable = NpuModel.skippable(graph, device).stream()
                .filter(weight -> weights.contains(weight.weight()))
                .toList();
        Map<String, Integer> repeats = whole.products().stream()
                .collect(Collectors.toMap(
                        LayerEstimate.OnArray::name,
                        product -> (int) product.gemm().repeats(),
                        (one, other) -> one));
        for (boolean runs : new boolean[] {true, false}) {
            GranulesBuilder builder = new GranulesBuilder(layout);
            for (SkippableWeight weight : skippable) {
                builder.put(
                        weight.weight(),
                        weight.granules(),
                        (double) weight.cyclesPerGranule(),
                        weight.mapping(),
                        runs ? repeats.getOrDefault(weight.node(), 1) : 0);
            }
            Granules candidate = builder.granules();
            if (agrees(candidate)) {
                return candidate;
            }
        }
        return null;
    }

    private boolean agrees(Granules candidate) {
        GranuleCost cost = cycles(candidate);
        return cost.total() == total
                && List.of(2, 3).stream()
                        .allMatch(step ->
                                cost.of(every(step)) == estimate(every(step)).cycles());
    }

    private GranuleCost cycles(Granules of) {
        return new GranuleCost(BudgetUnit.NPU_CYCLES, dense, fixed, of, cycles -> cycles);
    }

    /// @param unit `NPU_CYCLES` or `LATENCY_MS`
    Cost in(BudgetUnit unit) {
        boolean inCycles = unit == BudgetUnit.NPU_CYCLES;
        if (granules == null) {
            return new EstimatedCost(
                    unit,
                    layout.blocks(),
                    inCycles ? dense : device.milliseconds((long) dense),
                    inCycles ? fixed : device.milliseconds((long) fixed),
                    inCycles ? total : device.milliseconds((long) total),
                    kept -> spent(unit, estimate(kept)));
        }
        return inCycles
                ? cycles(granules)
                : new GranuleCost(unit, dense, fixed, granules, cycles -> device.milliseconds((long) cycles));
    }

    /// What a network costs as its zeros are.
    static double spent(BudgetUnit unit, NpuReport report) {
        return unit == BudgetUnit.NPU_CYCLES ? report.cycles() : report.milliseconds();
    }
}
