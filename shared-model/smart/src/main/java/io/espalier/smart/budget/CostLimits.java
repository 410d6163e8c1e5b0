package io.espalier.smart.budget;

import io.espalier.contracts.BudgetCount;
import io.espalier.contracts.BudgetUnit;
import io.espalier.contracts.PruneSpec;
import io.espalier.npu.NpuModel;
import io.espalier.onnx.Graph;
import io.espalier.smart.TemperatureSchedule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// As many blocks as one or several costs of the whole network allow: never above a limit, and within one block of
/// at least one, or of a layer's cap.
///
/// A number of blocks beside other limits is one more of them: at most so many stay.
public final class CostLimits implements BlockBudget {

    private static final double NEXT_TO_NOTHING = 1e-6;

    private final Costs costs;
    private final LayerBounds bounds;
    private final PruneSpec.Scope scope;
    private final List<Limit> limits;
    private final @Nullable Bundles bundles;
    private @Nullable List<Limit> stepLimits;

    private CostLimits(
            Costs costs, LayerBounds bounds, PruneSpec.Scope scope, List<Limit> limits, @Nullable Bundles bundles) {
        this.costs = costs;
        this.bounds = bounds;
        this.scope = scope;
        this.limits = List.copyOf(limits);
        this.bundles = bundles;
    }

    /// @throws io.espalier.contracts.PipelineException.Permanent `BUDGET_UNREACHABLE`, `SPEC_INVALID`
    static CostLimits of(Costs costs, PruneSpec spec) {
        LayerBounds bounds = LayerBounds.of(costs.layout(), spec);
        List<Limit> limits = costs.limits(spec.budget());
        for (Limit limit : limits) {
            Reach.of(limit.cost(), bounds).require(limit, spec.budget());
        }
        Bundles bundles = limits.stream()
                .map(Limit::cost)
                .filter(GranuleCost.class::isInstance)
                .findFirst()
                .map(cost -> Bundles.of(((GranuleCost) cost).granules()))
                .orElse(null);
        return new CostLimits(costs, bounds, spec.scope(), limits, bundles);
    }

    public List<Limit> limits() {
        return limits;
    }

    @Override
    public int blocks() {
        return bounds.blocks();
    }

    @Override
    public boolean[] select(double[] scores) {
        return selected(pooled(scores), limits);
    }

    private boolean[] selected(double[] pooled, List<Limit> within) {
        double[] ranking =
                switch (scope) {
                    case GLOBAL -> pooled;
                    case LAYER -> bounds.withinLayers(pooled);
                };
        return new Selection(bounds, within).of(ranking);
    }

    @Override
    public double[] pooled(double[] values) {
        return bundles == null ? values : bundles.pooled(values);
    }

    @Override
    public SoftBudget soft(double[] scores) {
        double[] pooled = pooled(scores);
        List<Limit> metered = metered();
        boolean[] kept = selected(pooled, metered);
        double[] shifted = BoundShift.of(bounds, pooled, kept);
        return switch (scope) {
            case GLOBAL ->
                new SoftBudget(List.of(network(kept, binding(kept, metered))), PassedOver.lowered(shifted, kept));
            case LAYER -> new SoftBudget(layers(kept), shifted);
        };
    }

    /// The whole network, in the unit that binds: `B` is what the selection costs in it.
    private static SoftGroup network(boolean[] kept, Limit binding) {
        double[] costs = relative(binding.cost().shares());
        return new SoftGroup(0, kept.length, costs, sum(costs, kept));
    }

    private static double sum(double[] costs, boolean[] kept) {
        double sum = 0;
        for (int b = 0; b < kept.length; b++) {
            sum += kept[b] ? costs[b] : 0;
        }
        return sum;
    }

    /// The limits as they are asked step after step: an estimate is replaced by the number of blocks that it allows of
    /// the dense network's largest, since one estimate takes as long as some steps.
    private List<Limit> metered() {
        List<Limit> known = stepLimits;
        if (known == null) {
            known = new ArrayList<>(limits);
            if (known.removeIf(limit -> limit.cost() instanceof EstimatedCost)) {
                known.add(new Limit(costs.in(BudgetUnit.BLOCKS, null), count(select(costs.magnitudes()))));
            }
            stepLimits = known;
        }
        return known;
    }

    private static int count(boolean[] kept) {
        int count = 0;
        for (boolean stays : kept) {
            count += stays ? 1 : 0;
        }
        return count;
    }

    private List<SoftGroup> layers(boolean[] kept) {
        List<SoftGroup> groups = new ArrayList<>();
        for (int l = 0; l < bounds.ends().length; l++) {
            int count = 0;
            for (int b = bounds.begin(l); b < bounds.ends()[l]; b++) {
                count += kept[b] ? 1 : 0;
            }
            groups.add(SoftGroup.ofBlocks(bounds.begin(l), bounds.ends()[l], count));
        }
        return groups;
    }

    /// Divided by their mean; what is free counts as next to nothing, since a soft top-k needs a cost.
    private static double[] relative(double[] values) {
        double mean = Arrays.stream(values).average().orElse(1);
        return Arrays.stream(values)
                .map(value -> mean > 0 ? Math.max(NEXT_TO_NOTHING, value / mean) : 1)
                .toArray();
    }

    /// The limit that a selection uses most of.
    private static Limit binding(boolean[] kept, List<Limit> within) {
        return within.stream()
                .max(Comparator.comparingDouble(limit -> {
                    Cost cost = limit.cost();
                    return (cost.of(kept) - cost.fixed()) / (limit.most() - cost.fixed());
                }))
                .orElseThrow();
    }

    /// As of blocks that all cost the same: `k = n · (limit − fixed) / (total − fixed)` of the tightest limit, and no
    /// more than the layers' caps allow.
    @Override
    public TemperatureSchedule schedule(long steps) {
        double share = limits.stream()
                .mapToDouble(limit -> (limit.most() - limit.cost().fixed())
                        / (limit.cost().total() - limit.cost().fixed()))
                .min()
                .orElseThrow();
        double capped = Math.min(share * blocks(), Arrays.stream(bounds.caps()).sum());
        double kept = Math.clamp(capped, 1, blocks());
        return kept < blocks() ? new TemperatureSchedule(blocks(), kept, steps) : TemperatureSchedule.none(steps);
    }

    @Override
    public double[] perCost(double[] importance) {
        Cost cost = binding(select(importance), limits).cost();
        if (cost.unit() == BudgetUnit.BLOCKS) {
            return importance;
        }
        double[] shares = cost.shares();
        double[] perWeight = new double[shares.length];
        for (int b = 0; b < shares.length; b++) {
            perWeight[b] = shares[b] / costs.elements()[b];
        }
        return divided(importance, relative(perWeight));
    }

    @Override
    public double[] sumsPerCost(double[] sums) {
        Cost cost = binding(select(sums), limits).cost();
        return cost.unit() == BudgetUnit.BLOCKS ? sums : divided(sums, relative(cost.shares()));
    }

    private static double[] divided(double[] values, double[] by) {
        double[] divided = new double[values.length];
        for (int b = 0; b < divided.length; b++) {
            divided[b] = values[b] < 0 ? values[b] * by[b] : values[b] / by[b];
        }
        return divided;
    }

    @Override
    public CostLimits at(double progress) {
        List<Limit> wider = limits.stream().map(limit -> limit.at(progress)).toList();
        return progress >= 1 ? this : new CostLimits(costs, bounds, scope, wider, bundles);
    }

    @Override
    public BudgetCount recount(Graph measured) {
        boolean[] kept = costs.layout().nonZero(measured);
        long removed = 0;
        for (boolean stays : kept) {
            removed += stays ? 0 : 1;
        }
        long target = removed;
        List<BudgetCount.Limit> counted = new ArrayList<>();
        for (Limit limit : limits) {
            if (limit.cost().unit() == BudgetUnit.BLOCKS) {
                target = blocks() - (long) limit.most();
            } else {
                counted.add(new BudgetCount.Limit(
                        limit.cost().unit(),
                        limit.most(),
                        spent(limit.cost(), kept, measured),
                        limit.cost().dense()));
            }
        }
        BudgetCount zeros = costs.layout().recount(measured, target);
        return new BudgetCount(
                blocks(), removed, target, zeros.weights(), zeros.zeroWeights(), counted, zeros.groups());
    }

    /// On a device the estimate of the file itself.
    private double spent(Cost cost, boolean[] kept, Graph measured) {
        return switch (cost.unit()) {
            case NPU_CYCLES, LATENCY_MS -> DeviceCost.spent(cost.unit(), NpuModel.estimate(measured, costs.device()));
            case BLOCKS, PARAMETERS, WEIGHT_BYTES, MACS -> cost.of(kept);
        };
    }
}
