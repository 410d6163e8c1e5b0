package io.espalier.npu;

import java.util.Objects;

/// What one node of the graph costs on a device.
public sealed interface LayerEstimate {

    /// The node's name in the file; of a nameless node, its first output.
    String name();

    /// ONNX operator.
    String operator();

    /// Clock cycles with no zero skipped.
    long denseCycles();

    /// Clock cycles with the zeros skipped that the device can skip, ≤ `denseCycles`.
    long cycles();

    /// A matrix product on the array.
    ///
    /// @param gemm             what the node is lowered to
    /// @param foldsTotal       folds of all repeats
    /// @param foldsSkipped     of these, skipped because their weights are all zero
    /// @param effectiveMacs    multiply-accumulates within the other folds, ≤ `gemm.macs()`
    /// @param denseWeightBytes weights at one byte each; 0 if both operands are activations
    /// @param weightBytes      weights as the device stores them; ≤ `denseWeightBytes`
    /// @param utilisation      effective multiply-accumulates over those that the array could have done in
    ///                         `cycles`, in `[0, 1]`
    record OnArray(
            String name,
            String operator,
            Gemm gemm,
            long denseCycles,
            long cycles,
            long foldsTotal,
            long foldsSkipped,
            long effectiveMacs,
            long denseWeightBytes,
            long weightBytes,
            double utilisation)
            implements LayerEstimate {}

    /// Work of the vector unit: `ceil(operations / lanes)` cycles, whatever the weights.
    ///
    /// @param operations lane-operations: elements times the passes over them
    record OnVectorUnit(String name, String operator, long operations, long cycles) implements LayerEstimate {

        @Override
        public long denseCycles() {
            return cycles;
        }
    }

    /// A node that takes no cycle of its own.
    record Free(String name, String operator, Reason reason) implements LayerEstimate {

        public Free {
            Objects.requireNonNull(reason, "reason");
        }

        @Override
        public long denseCycles() {
            return 0;
        }

        @Override
        public long cycles() {
            return 0;
        }
    }

    /// Why a node takes no cycle of its own.
    enum Reason {
        /// Done by the vector unit on results as they leave the array: at most one a column and cycle leaves, and
        /// there is a lane for each column.
        FUSED,
        /// Names the same bytes by another shape: no byte moves.
        VIEW,
        /// Known before the first image: computed once, when the model is compiled for the device.
        CONSTANT
    }
}
