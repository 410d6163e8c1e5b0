package io.espalier.smart.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.contracts.BudgetUnit;
import io.espalier.contracts.RunSpec;
import io.espalier.contracts.RunSpecReader;
import io.espalier.npu.NpuModel;
import io.espalier.npu.NpuProfile;
import io.espalier.npu.NpuProfiles;
import io.espalier.onnx.Graph;
import io.espalier.smart.BlockLayout;
import io.espalier.smart.TinyModels;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Budgets in time, on every device that a spec can name.
final class DeviceBudgetTest {

    private final Graph graph = TinyModels.network(4, 3);

    private static double[] scores(BlockBudget budget) {
        return new Random(8).doubles(budget.blocks()).toArray();
    }

    /// A device that saves nothing takes everything, at its full budget only.
    @Test
    void nothingGoesWhereNothingIsSaved() {
        RunSpec spec = RunSpecReader.read("""
                model: tiny
                data: {uri: images}
                device: systolic-32x32-dense
                prune: {pattern: {block: [2, 2]}, budget: {npu-cycles: 100%}}
                """);
        BlockBudget budget = BlockBudget.of(graph, BlockLayout.of(graph, spec.prune()), spec);
        assertThat(budget.select(scores(budget))).doesNotContain(false);
        assertThat(budget.soft(scores(budget)).groups())
                .noneMatch(SoftGroup::isOpen)
                .allMatch(group -> group.budget() > 0);
    }

    /// Devices of all kinds: met by the NPU model's estimate of the masked network, or refused because nothing that
    /// is removed saves time there.
    @ParameterizedTest
    @MethodSource("devices")
    void everyDeviceMeetsItsBudgetOrSaysThatItCannot(String device) {
        RunSpec spec = RunSpecReader.read("""
                model: tiny
                data: {uri: images}
                device: %s
                prune: {pattern: {im2col: [8, 8]}, budget: {latency-ms: 97%%}}
                """.formatted(device));
        BlockLayout layout = BlockLayout.of(graph, spec.prune());
        Cost cost = new Costs(graph, layout, device).in(BudgetUnit.LATENCY_MS, null);
        if (Reach.of(cost, LayerBounds.of(layout, spec.prune())).least() > 0.97 * cost.dense()) {
            assertThatThrownBy(() -> BlockBudget.of(graph, layout, spec)).hasMessageContaining("reachable");
            return;
        }
        boolean[] kept = BlockBudget.of(graph, layout, spec)
                .select(new Random(4).doubles(layout.blocks()).toArray());
        double spent = NpuModel.estimate(KeptBlocks.filled(graph, layout, kept), NpuProfiles.named(device))
                .milliseconds();
        assertThat(spent).isLessThanOrEqualTo(0.97 * cost.dense());
        assertThat(IntStream.range(0, kept.length).filter(b -> kept[b]).count()).isPositive();
    }

    static List<String> devices() {
        return NpuProfiles.all().stream().map(NpuProfile::name).toList();
    }
}
