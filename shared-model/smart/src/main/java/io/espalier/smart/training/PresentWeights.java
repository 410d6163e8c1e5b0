package io.espalier.smart.training;

import io.espalier.contracts.PruneSpec.Normalization;
import io.espalier.onnx.Graph;
import io.espalier.onnx.Tensor;
import io.espalier.smart.BlockLayout;
import io.espalier.smart.Importances;
import io.espalier.smart.PrunableLayer;
import io.espalier.smart.budget.BlockBudget;
import io.espalier.trainable.TrainableGraph;
import java.util.HashMap;
import java.util.Map;

/// The weights of blocks while they are trained: read, scored and changed. A masked weight is read with the
/// value that it would come back with.
///
/// @param reference     of the shapes; its weights are not read
/// @param budget        whose unit scores are per cost of
/// @param normalization that makes layers comparable
record PresentWeights(Graph reference, BlockLayout layout, BlockBudget budget, Normalization normalization) {

    /// Root mean square per block, per cost, normalised; shape `(blocks)`.
    double[] scores(TrainableGraph graph) {
        return normalized(Importances.magnitude(read(graph), layout));
    }

    /// @param importance per weight, shape `(blocks)`
    double[] normalized(double[] importance) {
        return Importances.normalize(budget.perCost(importance), layout, normalization);
    }

    /// @param sums over the weights of each block, shape `(blocks)`
    double[] normalizedSums(double[] sums) {
        return Importances.normalize(budget.sumsPerCost(sums), layout, normalization);
    }

    /// `Σ w²` of each block, shape `(blocks)`.
    double[] energies(TrainableGraph graph) {
        Graph present = read(graph);
        double[] energies = new double[layout.blocks()];
        int begin = 0;
        for (PrunableLayer layer : layout.layers()) {
            double[] own = layer.sumsOfSquares(present);
            System.arraycopy(own, 0, energies, begin, own.length);
            begin += own.length;
        }
        return energies;
    }

    /// The reference with the present values of everything that is in a block.
    Graph read(TrainableGraph graph) {
        Map<String, Tensor> values = new HashMap<>();
        eachPart((part, begin) -> values.computeIfAbsent(part.parameter(), name -> tensor(name, graph.read(name))));
        return reference.withInitializers(values);
    }

    private Tensor tensor(String parameter, float[] values) {
        return Tensor.ofFloats(reference.constant(parameter).orElseThrow().shape(), values);
    }

    /// Sets everything in removed blocks to zero.
    ///
    /// @param kept shape `(blocks)`
    void clear(TrainableGraph graph, boolean[] kept) {
        eachPart((part, begin) -> {
            float[] values = graph.read(part.parameter());
            part.elements().forEach((index, block) -> values[index] = kept[begin + block] ? values[index] : 0);
            graph.write(part.parameter(), values);
        });
    }

    /// Adds `s_b w` to the gradient of each weight `w` of block `b`.
    ///
    /// @param scale `s`, shape `(blocks)`
    void addToGradients(TrainableGraph graph, double[] scale) {
        eachPart((part, begin) -> {
            if (part.isWeight()) {
                float[] added = graph.read(part.parameter());
                float[] factor = new float[added.length];
                part.elements().forEach((index, block) -> factor[index] = (float) scale[begin + block]);
                for (int i = 0; i < added.length; i++) {
                    added[i] *= factor[i];
                }
                graph.addToGradient(part.parameter(), added);
            }
        });
    }

    /// `Σ |w ∂L/∂w|` over the weights of each block, of the latest backward pass; shape `(blocks)`.
    float[] sensitivities(TrainableGraph graph) {
        double[] sums = new double[layout.blocks()];
        eachPart((part, begin) -> {
            if (part.isWeight()) {
                float[] values = graph.read(part.parameter());
                float[] gradient = graph.gradient(part.parameter());
                part.elements()
                        .forEach((index, block) -> sums[begin + block] += Math.abs(values[index] * gradient[index]));
            }
        });
        float[] sensitivities = new float[sums.length];
        for (int b = 0; b < sums.length; b++) {
            sensitivities[b] = (float) sums[b];
        }
        return sensitivities;
    }

    @FunctionalInterface
    private interface PartVisitor {

        /// @param begin index of the layer's first block
        void visit(PrunableLayer.Part part, int begin);
    }

    private void eachPart(PartVisitor visitor) {
        int begin = 0;
        for (PrunableLayer layer : layout.layers()) {
            for (PrunableLayer.Part part : layer.parts()) {
                visitor.visit(part, begin);
            }
            begin += layer.blocks();
        }
    }
}
