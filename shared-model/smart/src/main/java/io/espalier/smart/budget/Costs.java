package io.espalier.smart.budget;

import io.espalier.contracts.BudgetSpec;
import io.espalier.contracts.BudgetUnit;
import io.espalier.contracts.PruneSpec.Normalization;
import io.espalier.npu.NpuProfile;
import io.espalier.npu.NpuProfiles;
import io.espalier.onnx.Graph;
import io.espalier.onnx.ModelSummary;
import io.espalier.onnx.Node;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.TrainingForm;
import io.espalier.onnx.op.ConvTranspose;
import io.espalier.smart.BlockLayout;
import io.espalier.smart.Importances;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a network's blocks cost, in every unit. Made from shapes: the weights play no part.
public final class Costs {

    private final Graph graph;
    private final BlockLayout layout;
    private final String device;
    private final double[] elements;
    private @Nullable ModelSummary summary;
    private @Nullable DeviceCost deviceCost;

    /// @param trainingForm with the layout's weights
    /// @param device       profile name
    public Costs(Graph trainingForm, BlockLayout layout, String device) {
        this.graph = trainingForm;
        this.layout = layout;
        this.device = device;
        this.elements = BlockElements.of(layout);
    }

    BlockLayout layout() {
        return layout;
    }

    /// A first ranking that needs no data: magnitudes over their layer's mean, shape `(blocks)`.
    double[] magnitudes() {
        return Importances.normalize(Importances.magnitude(graph, layout), layout, Normalization.LAYER_MEAN);
    }

    /// Weights that each block really has, shape `(blocks)`.
    double[] elements() {
        return elements;
    }

    /// @throws io.espalier.contracts.PipelineException.Permanent `DEVICE_UNKNOWN`
    public NpuProfile device() {
        return NpuProfiles.named(device);
    }

    /// @param storage of `weight-bytes`; null = block-sparse
    public Cost in(BudgetUnit unit, BudgetSpec.@Nullable Storage storage) {
        return switch (unit) {
            case BLOCKS -> blocks();
            case PARAMETERS -> new AdditiveCost(unit, parameters(), parameters() - layout.weights(), elements);
            case WEIGHT_BYTES ->
                switch (storage) {
                    case DENSE -> dense();
                    case BLOCK_SPARSE -> blockSparse();
                    case null -> blockSparse();
                };
            case MACS -> macs();
            case NPU_CYCLES, LATENCY_MS -> onDevice().in(unit);
        };
    }

    private AdditiveCost blocks() {
        double[] ones = new double[layout.blocks()];
        Arrays.fill(ones, 1);
        return new AdditiveCost(BudgetUnit.BLOCKS, ones.length, 0, ones);
    }

    private ModelSummary summary() {
        ModelSummary known = summary;
        if (known == null) {
            known = ModelSummary.of(graph);
            summary = known;
        }
        return known;
    }

    private DeviceCost onDevice() {
        DeviceCost known = deviceCost;
        if (known == null) {
            known = new DeviceCost(graph, layout, device());
            deviceCost = known;
        }
        return known;
    }

    private double parameters() {
        return summary().parameters();
    }

    /// One byte an element, and one bit a block of each layer.
    private AdditiveCost blockSparse() {
        long bitmaps = layout.layers().stream()
                .mapToLong(layer -> Math.ceilDiv(layer.blocks(), Byte.SIZE))
                .sum();
        double fixed = parameters() - layout.weights() + bitmaps;
        return new AdditiveCost(BudgetUnit.WEIGHT_BYTES, parameters(), fixed, elements);
    }

    /// One byte an element of every output channel that has a block.
    private GranuleCost dense() {
        GranulesBuilder builder = new GranulesBuilder(layout);
        Set<String> transposed = transposed();
        for (String weight : builder.weights()) {
            Tensor tensor = Objects.requireNonNull(graph.initializers().get(weight));
            int axis = transposed.contains(weight) ? 1 : 0;
            int outputs = Math.toIntExact(tensor.shape()[axis]);
            int run = tensor.size() / outputs / (axis == 0 ? 1 : Math.toIntExact(tensor.shape()[0]));
            builder.put(weight, outputs, (double) tensor.size() / outputs, index -> index / run % outputs, 0);
        }
        double fixed = parameters() - layout.weights();
        return new GranuleCost(BudgetUnit.WEIGHT_BYTES, parameters(), fixed, builder.granules(), bytes -> bytes);
    }

    /// Weights `(in, out, taps)`.
    private Set<String> transposed() {
        return graph.nodes().stream()
                .filter(node -> node.operator() instanceof ConvTranspose)
                .map(node -> node.input(1))
                .collect(Collectors.toSet());
    }

    /// Each weight as often as its layer has output positions; of a weight that several nodes share, of all of them.
    private AdditiveCost macs() {
        double dense = summary().macs();
        Map<String, Double> each = new HashMap<>();
        List<Node> nodes = TrainingForm.of(graph).nodes();
        for (int n = 0; n < nodes.size(); n++) {
            List<String> inputs = nodes.get(n).inputs();
            Tensor weight = inputs.size() < 2 ? null : graph.initializers().get(inputs.get(1));
            if (weight != null) {
                double macs = Objects.requireNonNull(summary().layers().get(n).macs());
                each.merge(inputs.get(1), macs / weight.size(), Double::sum);
            }
        }
        double[] shares = BlockElements.weighted(layout, weight -> each.getOrDefault(weight, 0.0));
        double prunable = Arrays.stream(BlockElements.weighted(
                        new BlockLayout(layout.layers()), weight -> each.getOrDefault(weight, 0.0)))
                .sum();
        return new AdditiveCost(BudgetUnit.MACS, dense, dense - prunable, shares);
    }

    /// Every limit of a budget, that of blocks first.
    List<Limit> limits(BudgetSpec budget) {
        List<Limit> limits = new ArrayList<>();
        Double sparsity = budget.blockSparsity();
        if (sparsity != null) {
            limits.add(new Limit(blocks(), BlockBudget.kept(sparsity, layout.blocks())));
        }
        budget.limits().forEach((unit, asked) -> {
            Cost cost = in(unit, budget.storage());
            limits.add(new Limit(cost, asked.absolute(cost.dense())));
        });
        return limits;
    }
}
