package io.espalier.npu;

import io.espalier.npu.engine.ProductShape;
import io.espalier.onnx.Graph;
import io.espalier.onnx.Node;
import io.espalier.onnx.ValueInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A network with its shapes known and its zeros found, for one image: made once, estimated on any number of devices.
///
/// Making it reads every weight once; estimating it on a device afterwards does not.
public final class NpuNetwork {

    private final List<LoweredNode> nodes;
    private final List<LoweredNode.Value> inputs;
    private final List<LoweredNode.Value> outputs;
    private final int[] reads;
    private final Supplier<NpuNetwork> compaction;
    private @Nullable NpuNetwork compacted;

    private NpuNetwork(
            List<LoweredNode> nodes,
            List<LoweredNode.Value> inputs,
            List<LoweredNode.Value> outputs,
            int[] reads,
            Supplier<NpuNetwork> compaction) {
        this.compaction = compaction;
        this.nodes = List.copyOf(nodes);
        this.inputs = List.copyOf(inputs);
        this.outputs = List.copyOf(outputs);
        this.reads = reads;
    }

    /// @param trainingForm constants folded; its weights' zeros are found as they are
    /// @throws io.espalier.contracts.PipelineException.Permanent `MODEL_INVALID` if a shape cannot be told without
    ///     running the model, `OPERATOR_UNSUPPORTED` if a product's operands have no cost here
    public static NpuNetwork of(Graph trainingForm) {
        return new Builder(Values.ofOneImage(trainingForm), false).build(() -> of(ChannelCompaction.of(trainingForm)));
    }

    /// The same with every weight taken as different from 0, whatever it is: for definitions without trained weights.
    ///
    /// @throws io.espalier.contracts.PipelineException.Permanent as [#of(Graph)]
    public static NpuNetwork dense(Graph trainingForm) {
        return new Builder(Values.ofOneImage(trainingForm), true).build(() -> dense(trainingForm));
    }

    /// The matrix products in graph order, by node name, as SCALE-Sim's topology files list them.
    public List<NamedProduct> products() {
        List<NamedProduct> products = new ArrayList<>();
        for (LoweredNode node : nodes) {
            if (node.work() instanceof Work.Product product) {
                products.add(new NamedProduct(node.name(), node.operator(), product.shape()));
            }
        }
        return products;
    }

    /// @param name     the node's
    /// @param operator ONNX operator
    public record NamedProduct(String name, String operator, ProductShape shape) {}

    /// The network without channels that have no weight; made when it is first asked for.
    synchronized NpuNetwork compacted() {
        NpuNetwork known = compacted;
        if (known == null) {
            known = compaction.get();
            compacted = known;
        }
        return known;
    }

    List<LoweredNode> nodes() {
        return nodes;
    }

    List<LoweredNode.Value> inputs() {
        return inputs;
    }

    List<LoweredNode.Value> outputs() {
        return outputs;
    }

    /// Whether a value is read by one node only, once, and is no result of the graph.
    boolean hasOneReader(LoweredNode.Value value) {
        return reads[value.id()] == 1;
    }

    int values() {
        return reads.length;
    }

    private static final class Builder {

        private final Values values;
        private final Lowering lowering;
        private final Map<String, LoweredNode.Value> known = new HashMap<>();
        private final Map<Integer, Integer> reads = new HashMap<>();
        private int ids;

        Builder(Values values, boolean assumeDense) {
            this.values = values;
            this.lowering = new Lowering(values, assumeDense);
        }

        NpuNetwork build(Supplier<NpuNetwork> compaction) {
            List<LoweredNode.Value> inputs = values.inputs().stream()
                    .map(input -> fresh(
                            input.name(),
                            input.shape().isFixed() ? input.shape().sizes() : new long[] {0}))
                    .toList();
            List<LoweredNode> nodes = new ArrayList<>();
            for (Node node : values.nodes()) {
                nodes.add(lower(nodes.size(), node));
            }
            List<LoweredNode.Value> outputs = new ArrayList<>();
            for (ValueInfo output : values.outputs()) {
                LoweredNode.Value value = known.get(output.name());
                if (value != null) {
                    // one that is stored for the host counts as read by others too
                    reads.merge(value.id(), 2, Integer::sum);
                    outputs.add(value);
                }
            }
            int[] counts = new int[ids];
            reads.forEach((id, count) -> counts[id] = count);
            return new NpuNetwork(nodes, inputs, outputs, counts, compaction);
        }

        private LoweredNode lower(int index, Node node) {
            Work work = lowering.lower(node);
            List<LoweredNode.Value> read = new ArrayList<>();
            for (String input : node.inputs()) {
                LoweredNode.Value value = known.get(input);
                if (value != null) {
                    reads.merge(value.id(), 1, Integer::sum);
                    if (read.stream().noneMatch(other -> other.id() == value.id())) {
                        read.add(value);
                    }
                }
            }
            String name = node.name().isEmpty() ? node.output() : node.name();
            return new LoweredNode(index, name, node.operator().type(), work, read, written(node, work));
        }

        /// A constant is known before the first image and moves no byte.
        private List<LoweredNode.Value> written(Node node, Work work) {
            boolean constant =
                    work instanceof Work.Nothing nothing && nothing.reason() == LayerEstimate.Reason.CONSTANT;
            List<LoweredNode.Value> written = new ArrayList<>();
            for (String output : node.outputs()) {
                if (!output.isEmpty() && !constant) {
                    written.add(fresh(output, values.sizes(node, output)));
                }
            }
            return written;
        }

        private LoweredNode.Value fresh(String name, long[] sizes) {
            long elements = 1;
            for (long size : sizes) {
                elements = Math.multiplyExact(elements, size);
            }
            LoweredNode.Value value = new LoweredNode.Value(ids++, elements);
            known.put(name, value);
            return value;
        }
    }
}
