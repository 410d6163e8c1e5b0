package io.espalier.npu.engine;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/// What multiplies.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = SystolicCompat.class, name = "systolic-compat"),
    @JsonSubTypes.Type(value = SystolicOverlapped.class, name = "systolic-overlapped"),
    @JsonSubTypes.Type(value = MacArray.class, name = "mac-array"),
})
public sealed interface Engine permits Systolic, MacArray {

    /// Multiply-accumulates that one core can do in a cycle.
    int macsPerCycle();

    /// The cost of a product, dealt out over `cores`.
    ///
    /// @param weights  which weights are not 0, or null if the right operand is computed from the image
    /// @param sparsity one that [#accepts(Sparsity)] does not refuse
    Compute compute(ProductShape shape, @Nullable NonZeros weights, Sparsity sparsity, Cores cores);

    /// @throws IllegalArgumentException if this engine has no way to make use of such zeros
    void accepts(Sparsity sparsity);

    /// On-chip accesses of one core with nothing left out, in words of one element.
    SystolicArray.SramAccesses sramAccesses(ProductShape shape);

    /// The granule whose zeros save cycles one by one, or null if savings do not add up.
    Occupancy.@Nullable Grid additiveGrid(ProductShape shape, Sparsity sparsity);

    /// Cycles that one granule of [#additiveGrid] saves.
    long cyclesPerGranule(ProductShape shape);
}
