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
/// @param epochs           joint training of weights and mask for SMART; recovery after the cut for one-shot methods
/// @param batchSize        instead of `training.batch-size`
/// @param importance       first score of a block, from the dense model
/// @param normalization    how scores of different layers are made comparable
/// @param maskLearningRate Adam's rate on the mask logits (SMART), > 0
/// @param loss             what is minimised while the mask is learned
public record PruneSpec(
        PruneMethod method,
        BlockPattern pattern,
        BudgetSpec budget,
        Scope scope,
        List<String> exclude,
        Kernels kernels,
        int minKeepPerLayer,
        int epochs,
        @Nullable Integer batchSize,
        Importance importance,
        Normalization normalization,
        double maskLearningRate,
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
        @JsonProperty("magnitude")
        MAGNITUDE,
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
        require(minKeepPerLayer >= 0, "min-keep-per-layer", minKeepPerLayer, "0 or more");
        require(epochs >= 0 && epochs <= 10_000, "epochs", epochs, "in [0, 10000]");
        TrainingSpec.requireBatchSize(batchSize);
        require(maskLearningRate >= 0, "mask-learning-rate", maskLearningRate, "0 or more");
    }
}
