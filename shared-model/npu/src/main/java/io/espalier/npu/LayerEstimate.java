package io.espalier.npu;

import io.espalier.npu.engine.Compute;
import io.espalier.npu.engine.Gemm;
import io.espalier.npu.engine.ProductShape;
import java.util.Objects;

/// What one node of the graph costs on a device.
public sealed interface LayerEstimate {

    /// The node's name in the file; of a nameless node, its first output.
    String name();

    /// ONNX operator.
    String operator();

    /// Clock cycles with no zero made use of.
    long denseCycles();

    Timing timing();

    Traffic traffic();

    /// Of multipliers, memories and leakage. Comparable only where the profiles' energies are the same.
    double microjoules();

    /// Clock cycles with the zeros left out that the device can leave out, ≤ `denseCycles`.
    default long cycles() {
        return timing().cycles();
    }

    /// A matrix product.
    ///
    /// @param shape              the layer, after channels without weights were taken out where the device does so
    /// @param compute            on the multipliers alone
    /// @param weights            all 0 if both operands are activations
    /// @param overallUtilisation effective multiply-accumulates over those possible in `cycles`, in `[0, 1]`
    /// @param computeUtilisation the same over those possible in the multipliers' own cycles; on a systolic array
    /// as
    ///                           SCALE-Sim counts it
    record OnArray(
            String name,
            String operator,
            ProductShape shape,
            Compute compute,
            WeightFigures weights,
            long denseCycles,
            Timing timing,
            Traffic traffic,
            double overallUtilisation,
            double computeUtilisation,
            double microjoules)
            implements LayerEstimate {

        /// The same beside the layer as it was before channels were taken out of it.
        OnArray besides(OnArray whole) {
            long all = whole.shape.gemm().weights();
            WeightFigures both = whole.weights.denseBytes() == 0
                    ? weights
                    : new WeightFigures(
                            whole.weights.denseBytes(),
                            weights.storedBytes(),
                            whole.weights.structural(),
                            1 - (double) compute.storedWeights() / all);
            return new OnArray(
                    name,
                    operator,
                    shape,
                    compute,
                    both,
                    whole.denseCycles,
                    timing,
                    traffic,
                    overallUtilisation,
                    computeUtilisation,
                    microjoules);
        }

        public Gemm gemm() {
            return shape.gemm();
        }

        public long foldsTotal() {
            return compute.folds();
        }

        public long foldsSkipped() {
            return compute.foldsSkipped();
        }

        public long effectiveMacs() {
            return compute.effectiveMacs();
        }

        public long denseWeightBytes() {
            return weights.denseBytes();
        }

        public long weightBytes() {
            return weights.storedBytes();
        }

        public double utilisation() {
            return overallUtilisation;
        }
    }

    /// @param denseBytes  all weights at the device's width; 0 if both operands are activations
    /// @param storedBytes as the device stores them, ≤ `denseBytes`
    /// @param structural  fraction of the weights that are 0
    /// @param exploitable fraction of the weights that the device leaves out, ≤ `structural`
    record WeightFigures(long denseBytes, long storedBytes, double structural, double exploitable) {

        static final WeightFigures NONE = new WeightFigures(0, 0, 0, 0);
    }

    /// Work of the vector unit: `ceil(operations / lanes)` cycles, whatever the weights.
    ///
    /// @param operations  lane-operations: elements times the passes over them
    /// @param denseCycles more than `cycles()` only where channels were taken out
    record OnVectorUnit(
            String name,
            String operator,
            long operations,
            long denseCycles,
            Timing timing,
            Traffic traffic,
            double microjoules)
            implements LayerEstimate {

        OnVectorUnit besides(OnVectorUnit whole) {
            return new OnVectorUnit(name, operator, operations, whole.denseCycles, timing, traffic, microjoules);
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
        public Timing timing() {
            return Timing.NOTHING;
        }

        @Override
        public Traffic traffic() {
            return Traffic.NOTHING;
        }

        @Override
        public double microjoules() {
            return 0;
        }
    }

    /// Why a node takes no cycle of its own.
    enum Reason {
        /// Done by the vector unit on results as they leave the array; its bytes and cycles are the product's.
        FUSED,
        /// Names the same bytes by another shape: no byte moves.
        VIEW,
        /// Known before the first image: computed once, when the model is compiled for the device.
        CONSTANT
    }
}
