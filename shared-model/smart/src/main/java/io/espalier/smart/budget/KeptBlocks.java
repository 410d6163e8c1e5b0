package io.espalier.smart.budget;

import io.espalier.onnx.Graph;
import io.espalier.onnx.Tensor;
import io.espalier.smart.BlockLayout;
import io.espalier.smart.PrunableLayer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// Networks with zeros in the place of removed blocks.
final class KeptBlocks {

    private KeptBlocks() {}

    /// The graph with ones in kept blocks and zeros in all others: what devices make use of is where zeros are.
    ///
    /// @param kept shape `(blocks)`
    static Graph filled(Graph graph, BlockLayout layout, boolean[] kept) {
        Map<String, float[]> values = new LinkedHashMap<>();
        int begin = 0;
        for (PrunableLayer layer : layout.layers()) {
            int first = begin;
            for (PrunableLayer.Part part : layer.parts()) {
                float[] own = values.computeIfAbsent(part.parameter(), name -> ones(graph, name));
                part.elements().forEach((index, block) -> own[index] = kept[first + block] ? own[index] : 0);
            }
            begin += layer.blocks();
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        values.forEach((name, own) ->
                tensors.put(name, Tensor.ofFloats(tensor(graph, name).shape(), own)));
        return graph.withInitializers(tensors);
    }

    private static float[] ones(Graph graph, String parameter) {
        float[] ones = new float[tensor(graph, parameter).size()];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static Tensor tensor(Graph graph, String parameter) {
        return Objects.requireNonNull(graph.initializers().get(parameter), parameter);
    }
}
