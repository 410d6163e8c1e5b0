package io.espalier.contracts;

import static io.espalier.contracts.SpecValueException.require;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How blocks are removed.
///
/// @param method           how the mask is found
/// @param pattern          what one block is
/// @param budget           how much must go
/// @param scope            whether layers share the budget
/// @param exclude          which layers stay dense: `first`, `classifier`, `depthwise`, or a node or weight name
/// @param kernels          which convolutions are prunable: `all`, or `spatial` (more than one tap)
/// @param minKeepPerLayer  blocks every layer keeps, honoured inside the budget, >= 0
/// @param layers           shares that single layers keep, honoured inside the budget
/// @param epochs           joint training of weights and mask for SMART; recovery after the cut for one-shot methods
/// @param batchSize        instead of `training.batch-size`
/// @param importance       first score of a block, from the dense model
/// @param normalization    how scores of different layers are made comparable
/// @param maskLearningRate Adam's rate on the mask logits (SMART), > 0
/// @param smart            parts of SMART that can be switched
/// @param loss             what is minimised while the mask is learned
public record PruneSpec(
        PruneMethod method,
        BlockPattern pattern,
        BudgetSpec budget,
        Scope scope,
        List<String> exclude,
        Kernels kernels,
        int minKeepPerLayer,
        List<LayerBound> layers,
        int epochs,
        @Nullable Integer batchSize,
        Importance importance,
        Normalization normalization,
        double maskLearningRate,
        SmartSpec smart,
        LossSpec loss) {

    /// Whether the budget is one for the whole network or one for each layer.
    public enum Scope {
        @JsonProperty("global")
        GLOBAL,
        @JsonProperty("layer")
        LAYER
    }

    /// Which convolutions are candidates.
    public enum Kernels {
        @JsonProperty("all")
        ALL,
        @JsonProperty("spatial")
        SPATIAL
    }

    /// Score of a block in the dense model; the formulas are beside the code in `smart`.
    public enum Importance {
        /// Every block scores the same: the first gradients decide.
        @JsonProperty("none")
        NONE,
        @JsonProperty("magnitude")
        MAGNITUDE,
        /// Magnitude weighted by the second moment of what the weight is multiplied with.
        @JsonProperty("activation")
        ACTIVATION,
        @JsonProperty("taylor")
        TAYLOR
    }

    /// How scores of different layers are made comparable.
    public enum Normalization {
        @JsonProperty("none")
        NONE,
        @JsonProperty("layer-mean")
        LAYER_MEAN,
        @JsonProperty("lamp")
        LAMP
    }

    public PruneSpec {
        exclude = List.copyOf(exclude);
        // Null is what Jackson passes for an absent key: events of version 0.2 have neither.
        layers = layers == null ? List.of() : List.copyOf(layers);
        smart = smart == null ? SmartSpec.DEFAULT : smart;
        requireBudget(pattern, budget);
        requireThreshold(method, pattern);
        require(minKeepPerLayer >= 0, "min-keep-per-layer", minKeepPerLayer, "0 or more");
        require(epochs >= 0 && epochs <= 10_000, "epochs", epochs, "in [0, 10000]");
        TrainingSpec.requireBatchSize(batchSize);
        require(maskLearningRate >= 0, "mask-learning-rate", maskLearningRate, "0 or more");
    }

    private static void requireBudget(BlockPattern pattern, BudgetSpec budget) {
        if (pattern instanceof BlockPattern.NOfM) {
            require(budget.isEmpty(), "budget", "given", "absent: n-of-m is a budget itself");
        } else {
            require(
                    !budget.isEmpty(),
                    "budget",
                    "empty",
                    "at least one of block-sparsity, parameters, weight-bytes," + " macs, npu-cycles, latency-ms");
        }
    }

    private static void requireThreshold(PruneMethod method, BlockPattern pattern) {
        require(
                method != PruneMethod.PDP || !(pattern instanceof BlockPattern.NOfM),
                "method",
                "pdp",
                "another one for n-of-m: that decides within each group of M weights, pdp by one threshold for all");
    }

    /// The same with another budget.
    PruneSpec with(BudgetSpec other) {
        return new PruneSpec(
                method,
                pattern,
                other,
                scope,
                exclude,
                kernels,
                minKeepPerLayer,
                layers,
                epochs,
                batchSize,
                importance,
                normalization,
                maskLearningRate,
                smart,
                loss);
    }
}
