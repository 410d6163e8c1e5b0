package io.espalier.smart.budget;

import io.espalier.contracts.BudgetLimit;
import io.espalier.contracts.BudgetUnit;
import io.espalier.contracts.RunSpec;
import io.espalier.npu.LayerEstimate;
import io.espalier.npu.NpuModel;
import io.espalier.npu.NpuReport;
import io.espalier.onnx.Graph;
import io.espalier.smart.BlockLayout;
import io.espalier.smart.Importances;
import io.espalier.smart.PrunableLayer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a budget means before any training: which layers would keep how much if blocks went by magnitude.
///
/// @param budget as the spec says it
/// @param device profile that cycles are of
/// @param blocks prunable blocks
/// @param kept   of these, how many would stay
/// @param layers prunable layers in graph order
/// @param units  every unit, of the whole network
public record BudgetPlan(String budget, String device, int blocks, int kept, List<Layer> layers, List<Unit> units) {

    /// One prunable layer.
    ///
    /// @param name       of the node
    /// @param shape      of the weight: `(out, in, taps)`
    /// @param parameters that would stay
    /// @param macs       that would stay
    /// @param cycles     of the node on the device, then
    public record Layer(
            String name,
            String weight,
            List<Integer> shape,
            int blocks,
            int kept,
            Change parameters,
            Change macs,
            Change cycles) {

        public Layer {
            shape = List.copyOf(shape);
        }
    }

    /// @param dense before
    /// @param kept  after
    public record Change(double dense, double kept) {}

    /// One unit, of the whole network.
    ///
    /// @param dense of the network as pushed
    /// @param kept  what would be used
    /// @param limit what the spec allows; absent if it says nothing of this unit
    /// @param least smallest budget that can be met whatever the scores
    /// @param most  budget from which on nothing has to go, but what the bounds cap
    public record Unit(
            BudgetUnit unit,
            double dense,
            double kept,
            @Nullable Double limit,
            double least,
            double most) {}

    public BudgetPlan {
        layers = List.copyOf(layers);
        units = List.copyOf(units);
    }

    /// @param trainingForm dense
    /// @throws io.espalier.contracts.PipelineException.Permanent as [BlockBudget#of(Graph, BlockLayout, RunSpec)]
    public static BudgetPlan of(Graph trainingForm, RunSpec spec) {
        return new Draft(trainingForm, spec).plan();
    }

    private static final class Draft {

        private final Graph graph;
        private final RunSpec spec;
        private final BlockLayout layout;
        private final Costs costs;
        private final boolean[] kept;

        Draft(Graph graph, RunSpec spec) {
            this.graph = graph;
            this.spec = spec;
            this.layout = BlockLayout.of(graph, spec.prune());
            this.costs = new Costs(graph, layout, spec.device());
            BlockBudget budget = BlockBudget.of(costs, spec.prune());
            this.kept = budget.select(Importances.normalize(
                    budget.perCost(Importances.magnitude(graph, layout)),
                    layout,
                    spec.prune().normalization()));
        }

        BudgetPlan plan() {
            LayerBounds bounds = LayerBounds.of(layout, spec.prune());
            List<Unit> units = Arrays.stream(BudgetUnit.values())
                    .map(unit -> unit(unit, bounds))
                    .toList();
            return new BudgetPlan(
                    spec.prune().budget().label(), spec.device(), kept.length, count(0, kept.length), layers(), units);
        }

        private Unit unit(BudgetUnit unit, LayerBounds bounds) {
            Cost cost = costs.in(unit, spec.prune().budget().storage());
            Reach reach = Reach.of(cost, bounds);
            return new Unit(unit, cost.dense(), cost.of(kept), limit(cost), reach.least(), reach.most());
        }

        private @Nullable Double limit(Cost cost) {
            Double sparsity = spec.prune().budget().blockSparsity();
            if (cost.unit() == BudgetUnit.BLOCKS) {
                return sparsity == null ? null : (double) BlockBudget.kept(sparsity, kept.length);
            }
            BudgetLimit limit = spec.prune().budget().limits().get(cost.unit());
            return limit == null ? null : limit.absolute(cost.dense());
        }

        private List<Layer> layers() {
            double[] macs = costs.in(BudgetUnit.MACS, null).shares();
            NpuReport after = NpuModel.estimate(KeptBlocks.filled(graph, layout, kept), costs.device());
            List<Layer> layers = new ArrayList<>();
            int begin = 0;
            for (PrunableLayer layer : layout.layers()) {
                int end = begin + layer.blocks();
                layers.add(new Layer(
                        layer.node(),
                        layer.weight(),
                        List.of(layer.outChannels(), layer.inChannels(), layer.taps()),
                        layer.blocks(),
                        count(begin, end),
                        change(costs.elements(), begin, end),
                        change(macs, begin, end),
                        new Change(
                                named(after, layer)
                                        .mapToDouble(LayerEstimate::denseCycles)
                                        .sum(),
                                named(after, layer)
                                        .mapToDouble(LayerEstimate::cycles)
                                        .sum())));
                begin = end;
            }
            return layers;
        }

        private static Stream<LayerEstimate> named(NpuReport report, PrunableLayer layer) {
            return report.layers().stream().filter(estimate -> estimate.name().equals(layer.node()));
        }

        private int count(int begin, int end) {
            int count = 0;
            for (int b = begin; b < end; b++) {
                count += kept[b] ? 1 : 0;
            }
            return count;
        }

        private Change change(double[] each, int begin, int end) {
            double dense = 0;
            double stays = 0;
            for (int b = begin; b < end; b++) {
                dense += each[b];
                stays += kept[b] ? each[b] : 0;
            }
            return new Change(dense, stays);
        }
    }
}
