package io.espalier.npu;

import org.jspecify.annotations.Nullable;

/// What a node asks of a device, before a device is known.
sealed interface Work {

    /// @param weights   the right operand, or null if it is computed from the image (attention's products)
    /// @param scattered additions behind the array, of results that share an output element; 0 if each result is
    // one
    record Product(Gemm gemm, @Nullable WeightMatrix weights, long scattered) implements Work {

        Product(Gemm gemm, @Nullable WeightMatrix weights) {
            this(gemm, weights, 0);
        }
    }

    /// Each output element comes from the elements at the same place: may be done on results as they leave the array.
    ///
    /// @param operations one for each output element
    record Elementwise(long operations) implements Work {}

    /// A vector operation that needs other elements than the one that just left the array: never fused.
    ///
    /// @param operations elements times the passes over them
    record Gathered(long operations) implements Work {}

    record Nothing(LayerEstimate.Reason reason) implements Work {}
}
