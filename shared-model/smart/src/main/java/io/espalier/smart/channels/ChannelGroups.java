package io.espalier.smart.channels;

import io.espalier.onnx.Graph;
import io.espalier.onnx.Node;
import io.espalier.onnx.ValueInfo;
import io.espalier.onnx.op.Activation;
import io.espalier.onnx.op.ArgReduce;
import io.espalier.onnx.op.BatchNormalization;
import io.espalier.onnx.op.Broadcast;
import io.espalier.onnx.op.Cast;
import io.espalier.onnx.op.Conv;
import io.espalier.onnx.op.ConvTranspose;
import io.espalier.onnx.op.Dropout;
import io.espalier.onnx.op.Gemm;
import io.espalier.onnx.op.GroupNormalization;
import io.espalier.onnx.op.Identity;
import io.espalier.onnx.op.InstanceNormalization;
import io.espalier.onnx.op.LayerNormalization;
import io.espalier.onnx.op.LogSoftmax;
import io.espalier.onnx.op.MatMul;
import io.espalier.onnx.op.Movement;
import io.espalier.onnx.op.Pool;
import io.espalier.onnx.op.Reduce;
import io.espalier.onnx.op.Resize;
import io.espalier.onnx.op.Scaffold;
import io.espalier.onnx.op.ShapeOf;
import io.espalier.onnx.op.Softmax;
import io.espalier.onnx.op.TopK;
import io.espalier.onnx.op.View;
import io.espalier.smart.channels.ChannelSlice.Role;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Channels that can only be removed together, and all that they are made of and read by.
///
/// Where a group's [Role#PRODUCES] slices are 0, every value of the group that is not marked live is exactly 0,
/// whatever comes in; then its [Role#READS] slices do not matter, and all its slices may be cut out of the graph
/// together with its positions in the values. Channels of which that cannot be proved from the graph are in no
/// group:
/// those of graph outputs, those that something reads whose result depends on their number or place (softmax over
/// channels, group and layer normalisation, reshapes across channels), and those that are not 0 where they are
/// read.
///
/// Channels of one grouped convolution go at the same place in all its groups, so that it stays one.
///
/// @param count  groups; numbered by their first channel in graph order
/// @param slices of initializers, in graph order
/// @param values channels of computed values, by name; of some none are known
public record ChannelGroups(int count, List<ChannelSlice> slices, Map<String, ChannelAxis> values) {

    public ChannelGroups {
        slices = List.copyOf(slices);
        values = Map.copyOf(values);
    }

    /// @param trainingForm as [io.espalier.onnx.TrainingForm] makes it: no two layers share a weight
    public static ChannelGroups of(Graph trainingForm) {
        Trace trace = new Trace(trainingForm);
        trainingForm.nodes().forEach(node -> visit(trace, node));
        for (ValueInfo output : trainingForm.outputs()) {
            Flow flow = trace.flows().get(output.name());
            trace.pin(flow == null ? new int[0] : flow.ids());
        }
        return numbered(trace);
    }

    private static void visit(Trace trace, Node node) {
        LayerRules layers = new LayerRules(trace);
        SummaryRules summaries = new SummaryRules(trace);
        switch (node.operator()) {
            case Conv conv -> layers.conv(conv, node);
            case ConvTranspose conv -> layers.convTranspose(conv, node);
            case Gemm gemm -> layers.gemm(gemm, node);
            case MatMul ignored -> layers.matMul(node);
            case BatchNormalization ignored -> layers.normalization(node);
            case InstanceNormalization ignored -> layers.normalization(node);
            case LayerNormalization ignored -> trace.pinFrom(node, 0);
            case GroupNormalization ignored -> trace.pinFrom(node, 0);
            case Activation activation -> new ElementRules(trace).activation(activation, node);
            case Broadcast broadcast -> new ElementRules(trace).broadcast(broadcast, node);
            case Movement movement -> new MovementRules(trace).movement(movement, node);
            case View ignored -> new ViewRules(trace).view(node);
            case Pool pool -> summaries.pool(pool, node);
            case Reduce reduce -> summaries.reduce(reduce, node);
            case ArgReduce ignored -> trace.pinFrom(node, 0);
            case Resize resize -> summaries.resize(resize, node);
            case Softmax softmax -> summaries.softmax(softmax, node);
            case LogSoftmax ignored -> trace.pinFrom(node, 0);
            case TopK ignored -> trace.pinFrom(node, 0);
            case Scaffold scaffold -> scaffold(trace, scaffold, node);
        }
    }

    private static void scaffold(Trace trace, Scaffold scaffold, Node node) {
        switch (scaffold) {
            case Identity ignored -> new SummaryRules(trace).pass(node);
            case Dropout ignored -> new SummaryRules(trace).pass(node);
            case Cast ignored -> new SummaryRules(trace).pass(node);
            case ShapeOf shape -> new SummaryRules(trace).shapeOf(shape, node);
            default -> trace.pinFrom(node, 0);
        }
    }

    /// Groups are the ties that some weight makes and nothing pins.
    private static ChannelGroups numbered(Trace trace) {
        Map<Integer, Integer> groups = new HashMap<>();
        for (ChannelSlice slice : trace.slices()) {
            if (slice.role() == Role.PRODUCES) {
                for (int id : slice.groups()) {
                    int root = trace.ties().root(id);
                    if (!trace.ties().isPinned(root)) {
                        groups.putIfAbsent(root, groups.size());
                    }
                }
            }
        }
        Map<String, ChannelAxis> values = new LinkedHashMap<>();
        trace.flows()
                .forEach((value, flow) -> values.put(
                        value, new ChannelAxis(flow.axis(), groups(trace, flow.ids(), groups), flow.live())));
        List<ChannelSlice> slices = trace.slices().stream()
                .map(slice -> slice.withGroups(groups(trace, slice.groups(), groups)))
                .toList();
        return new ChannelGroups(groups.size(), slices, values);
    }

    private static int[] groups(Trace trace, int[] ids, Map<Integer, Integer> groups) {
        return Arrays.stream(ids)
                .map(id -> groups.getOrDefault(trace.ties().root(id), -1))
                .toArray();
    }
}
