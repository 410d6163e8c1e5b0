package io.espalier.runs.export;

import io.espalier.contracts.PruneSpec;
import io.espalier.onnx.Graph;
import io.espalier.onnx.OnnxFile;
import io.espalier.onnx.TrainingForm;
import io.espalier.smart.BlockLayout;
import io.espalier.smart.PrunableLayer;
import java.util.ArrayList;
import java.util.List;

/// How many of a layer's blocks a file has.
///
/// @param node   name of the ONNX node; of layers whose channels go together, the first
/// @param kept   blocks that are not exact zeros
/// @param blocks of the layer
record KeptBlocks(String node, int kept, int blocks) {

    /// In graph order.
    ///
    /// @param model bytes of the pruned file
    static List<KeptBlocks> of(byte[] model, PruneSpec spec) {
        Graph graph = TrainingForm.of(OnnxFile.read(model));
        List<KeptBlocks> layers = new ArrayList<>();
        for (PrunableLayer layer : BlockLayout.of(graph, spec).layers()) {
            boolean[] nonZero = layer.nonZero(graph);
            int kept = 0;
            for (boolean stays : nonZero) {
                kept += stays ? 1 : 0;
            }
            layers.add(new KeptBlocks(layer.node(), kept, nonZero.length));
        }
        return layers;
    }
}
