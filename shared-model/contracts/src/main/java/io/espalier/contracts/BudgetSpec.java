package io.espalier.contracts;

import static io.espalier.contracts.SpecValueException.require;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the pruned network may use, in one unit or several at once: each is met.
///
/// @param blockSparsity fraction of all prunable blocks that end as exact zeros, in `[0, 1)`; the number of blocks kept
///                      is `round((1 − blockSparsity) · blocks)`, exactly; beside other limits, at most
/// @param parameters    weights of the whole network that are not removed, at most
/// @param weightBytes   bytes of all weights as `storage` says, one byte a weight, at most
/// @param storage       how removed weights are stored
/// @param macs          multiply-accumulates of one image with weights that are not removed, at most
/// @param npuCycles     clock cycles of one image on the spec's device, at most
/// @param latencyMs     milliseconds of one image on the spec's device, at most
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BudgetSpec(
        @Nullable Double blockSparsity,
        @Nullable BudgetLimit parameters,
        @Nullable BudgetLimit weightBytes,
        @Nullable Storage storage,
        @Nullable BudgetLimit macs,
        @Nullable BudgetLimit npuCycles,
        @Nullable BudgetLimit latencyMs) {

    /// How removed weights are stored.
    public enum Storage {
        /// As zeros; only a removed channel takes no place.
        @JsonProperty("dense")
        DENSE,
        /// Kept blocks one after the other, and one bit a block that says which they are.
        @JsonProperty("block-sparse")
        BLOCK_SPARSE
    }

    public BudgetSpec {
        require(
                blockSparsity == null || (blockSparsity >= 0 && blockSparsity < 1),
                "block-sparsity",
                String.valueOf(blockSparsity),
                "in [0, 1)");
        require(storage == null || weightBytes != null, "storage", "given", "absent where weight-bytes is");
    }

    /// A budget of blocks alone.
    public BudgetSpec(double blockSparsity) {
        this(blockSparsity, null, null, null, null, null, null);
    }

    /// Every limit but that of blocks, by unit.
    public Map<BudgetUnit, BudgetLimit> limits() {
        Map<BudgetUnit, BudgetLimit> limits = new EnumMap<>(BudgetUnit.class);
        put(limits, BudgetUnit.PARAMETERS, parameters);
        put(limits, BudgetUnit.WEIGHT_BYTES, weightBytes);
        put(limits, BudgetUnit.MACS, macs);
        put(limits, BudgetUnit.NPU_CYCLES, npuCycles);
        put(limits, BudgetUnit.LATENCY_MS, latencyMs);
        return Collections.unmodifiableMap(limits);
    }

    private static void put(Map<BudgetUnit, BudgetLimit> limits, BudgetUnit unit, @Nullable BudgetLimit limit) {
        if (limit != null) {
            limits.put(unit, limit);
        }
    }

    /// As people would say it: `block-sparsity 0.5`, `macs 50%, latency-ms 0.8`.
    public String label() {
        return Stream.concat(
                        blockSparsity == null ? Stream.empty() : Stream.of("block-sparsity " + blockSparsity),
                        limits().entrySet().stream()
                                .map(limit -> limit.getKey().text() + " "
                                        + limit.getValue().text()))
                .collect(Collectors.joining(", "));
    }

    /// Whether nothing is asked for.
    boolean isEmpty() {
        return blockSparsity == null && limits().isEmpty();
    }
}
