package io.espalier.contracts;

import static io.espalier.contracts.SpecValueException.require;

import org.jspecify.annotations.Nullable;

/// What share of their blocks some layers keep, honoured inside the budget.
///
/// @param match   name of a node or weight; `*` stands for anything
/// @param minKept share kept at least, in `[0, 1]`
/// @param maxKept share kept at most, in `[minKept, 1]`; absent = 1
public record LayerBound(
        String match, double minKept, @Nullable Double maxKept) {

    public LayerBound {
        // Null is what Jackson passes for an absent key.
        if (match == null || match.isBlank()) {
            throw new SpecValueException("match", "absent", "the name of a node or weight; * stands for anything");
        }
        require(minKept >= 0 && minKept <= 1, "min-kept", minKept, "in [0, 1]");
        maxKept = maxKept == null ? 1.0 : maxKept;
        require(maxKept >= minKept && maxKept <= 1, "max-kept", maxKept, "in [min-kept, 1]");
    }
}
