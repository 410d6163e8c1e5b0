package io.espalier.npu;

import io.espalier.npu.engine.Gemm;
import io.espalier.npu.engine.NonZeros;
import io.espalier.npu.engine.ProductShape;
import org.jspecify.annotations.Nullable;

/// What a node asks of a device, before a device is known.
sealed interface Work {

    /// @param weights   the right operand, or null if it is computed from the image (attention's products)
    /// @param scattered additions behind the array, of results that share an output element; 0 if each result is
    /// one
    record Product(ProductShape shape, @Nullable Weights weights, long scattered) implements Work {

        Product(ProductShape shape, @Nullable Weights weights) {
            this(shape, weights, 0);
        }

        Gemm gemm() {
            return shape.gemm();
        }

        @Nullable
        NonZeros nonZeros() {
            return weights == null ? null : weights.nonZeros();
        }
    }

    /// @param name the initializer
    record Weights(String name, NonZeros nonZeros) {}

    /// Each output element comes from the elements at the same place: may be done on results as they leave the array.
    ///
    /// @param operations one for each output element
    record Elementwise(long operations) implements Work {}

    /// A vector operation that needs other elements than the one that just left the array.
    ///
    /// @param operations elements times the passes over them
    /// @param pools      whether it is a pooling, which some devices do as results leave the array
    record Gathered(long operations, boolean pools) implements Work {

        Gathered(long operations) {
            this(operations, false);
        }
    }

    record Nothing(LayerEstimate.Reason reason) implements Work {}
}
