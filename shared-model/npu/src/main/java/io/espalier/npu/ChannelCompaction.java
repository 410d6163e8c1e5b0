package io.espalier.npu;

import io.espalier.onnx.Graph;
import io.espalier.onnx.Node;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.op.BatchNormalization;
import io.espalier.onnx.op.Conv;
import io.espalier.onnx.op.Gemm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A network without the channels that [ChannelFlow] finds: smaller weights, the same nodes. For costing only; the
/// constants of dropped channels are not folded into biases.
final class ChannelCompaction {

    private final Graph graph;
    private final Map<String, boolean[]> dropped;
    private final Map<String, Tensor> initializers;

    private ChannelCompaction(Graph graph) {
        this.graph = graph;
        this.dropped = ChannelFlow.dropped(graph);
        this.initializers = new HashMap<>(graph.initializers());
    }

    static Graph of(Graph graph) {
        ChannelCompaction compaction = new ChannelCompaction(graph);
        List<Node> nodes = new ArrayList<>();
        for (Node node : graph.nodes()) {
            nodes.add(compaction.without(node));
        }
        return graph.withNodes(nodes, compaction.initializers);
    }

    private Node without(Node node) {
        List<String> inputs = new ArrayList<>(node.inputs());
        String in = node.input(0);
        String out = node.output();
        switch (node.operator()) {
            case Conv conv -> {
                slice(node, inputs, 1, 0, out);
                slice(node, inputs, 2, 0, out);
                if (conv.group() == 1) {
                    slice(node, inputs, 1, 1, in);
                } else if (dropped.containsKey(out)) {
                    int channels = ChannelSlices.kept(dropped.getOrDefault(out, new boolean[0]));
                    return node.withOperator(new Conv(channels, conv.window())).withInputs(inputs);
                }
            }
            case BatchNormalization ignored -> {
                for (int parameter = 1; parameter < inputs.size(); parameter++) {
                    slice(node, inputs, parameter, 0, in);
                }
            }
            case Gemm gemm -> slice(node, inputs, 1, gemm.transB() ? 1 : 0, in);
            default -> {}
        }
        return node.withInputs(inputs);
    }

    /// Takes the channels that `value` loses out of one of the node's constants, under a name of its own.
    private void slice(Node node, List<String> inputs, int position, int axis, String value) {
        boolean[] drop = dropped.get(value);
        if (drop == null || position >= inputs.size()) {
            return;
        }
        String name = inputs.get(position);
        Tensor tensor = initializers.containsKey(name)
                ? initializers.get(name)
                : graph.constant(name).orElse(null);
        if (tensor != null && tensor.rank() > axis && tensor.shape()[axis] == drop.length) {
            String own = node.output() + "#" + position;
            initializers.put(own, ChannelSlices.without(tensor, axis, drop));
            inputs.set(position, own);
        }
    }
}
