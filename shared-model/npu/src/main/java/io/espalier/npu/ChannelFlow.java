package io.espalier.npu;

import io.espalier.onnx.Graph;
import io.espalier.onnx.Node;
import io.espalier.onnx.Shape;
import io.espalier.onnx.ShapeInference;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.op.Activation;
import io.espalier.onnx.op.Arithmetic;
import io.espalier.onnx.op.BatchNormalization;
import io.espalier.onnx.op.Concat;
import io.espalier.onnx.op.Conv;
import io.espalier.onnx.op.Dropout;
import io.espalier.onnx.op.Flatten;
import io.espalier.onnx.op.Gemm;
import io.espalier.onnx.op.Identity;
import io.espalier.onnx.op.Pool;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which channels of which values a compiler can take out of a network.
///
/// A channel is constant if the filter that makes it has no weight; what follows element by element keeps it constant.
/// It can go if every reader either has no weight for it, or can fold a constant into its bias, or goes on without it;
/// a sum goes on without a channel only if both operands do. The first channel of a value always stays.
///
/// At padded borders a folded constant is not what the network computes; a compiler has to check or retrain there.
final class ChannelFlow {

    private final Graph graph;
    private final Map<String, Shape> shapes;
    private final Map<String, boolean[]> constant = new HashMap<>();
    private final Map<String, boolean[]> dropped = new HashMap<>();

    private ChannelFlow(Graph graph) {
        this.graph = graph;
        this.shapes = ShapeInference.infer(graph);
    }

    /// By value, the channels that go; values without any are not listed.
    static Map<String, boolean[]> dropped(Graph graph) {
        ChannelFlow flow = new ChannelFlow(graph);
        graph.nodes().forEach(flow::findConstant);
        graph.nodes().forEach(node -> flow.allow(node.output()));
        graph.outputs().forEach(output -> flow.keepAll(output.name()));
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Node node : graph.nodes()) {
                changed |= flow.agree(node);
            }
        }
        flow.dropped.values().removeIf(channels -> !ChannelSlices.any(channels));
        return flow.dropped;
    }

    private int channels(String value) {
        Shape shape = shapes.get(value);
        return shape != null && shape.rank() >= 2 && shape.dim(1).isFixed()
                ? Math.toIntExact(shape.dim(1).size())
                : 0;
    }

    private void allow(String value) {
        boolean[] all = new boolean[channels(value)];
        Arrays.fill(all, true);
        if (all.length > 0) {
            all[0] = false;
        }
        dropped.put(value, all);
    }

    private boolean keepAll(String value) {
        boolean[] channels = dropped.get(value);
        boolean changed = channels != null && ChannelSlices.any(channels);
        if (changed) {
            Arrays.fill(channels, false);
        }
        return changed;
    }

    private boolean[] constant(String value) {
        return constant.getOrDefault(value, new boolean[channels(value)]);
    }

    private void findConstant(Node node) {
        String out = node.output();
        String in = node.input(0);
        switch (node.operator()) {
            case Conv conv -> constant.put(out, deadFilters(node, conv));
            case BatchNormalization ignored -> constant.put(out, constant(in));
            case Activation ignored -> constant.put(out, constant(in));
            case Pool ignored -> constant.put(out, constant(in));
            case Identity ignored -> constant.put(out, constant(in));
            case Dropout ignored -> constant.put(out, constant(in));
            case Arithmetic ignored
            when joins(node) -> constant.put(out, ChannelSlices.and(constant(in), constant(node.input(1))));
            case Concat concat
            when concat.axis() == 1 -> {
                boolean[] all = new boolean[channels(out)];
                int offset = 0;
                for (String part : node.inputs()) {
                    boolean[] channels = constant(part);
                    System.arraycopy(channels, 0, all, offset, channels.length);
                    offset += channels.length;
                }
                constant.put(out, all);
            }
            case Flatten ignored -> constant.put(out, ChannelSlices.spread(constant(in), channels(out)));
            default -> {}
        }
    }

    private boolean[] deadFilters(Node node, Conv conv) {
        boolean[] dead = new boolean[channels(node.output())];
        Tensor weight = graph.constant(node.input(1)).orElse(null);
        if (weight != null && (conv.group() == 1 || isDepthwise(node, conv))) {
            dead = ChannelSlices.zeroSlices(weight, 0);
            if (conv.group() > 1 && dead.length == channels(node.input(0))) {
                boolean[] input = constant(node.input(0));
                for (int i = 0; i < dead.length; i++) {
                    dead[i] |= input[i];
                }
            }
        }
        return dead;
    }

    private boolean isDepthwise(Node node, Conv conv) {
        int channels = channels(node.input(0));
        return conv.group() > 1 && conv.group() == channels && channels == channels(node.output());
    }

    private boolean joins(Node node) {
        boolean computed = graph.constant(node.input(0)).isEmpty()
                && graph.constant(node.input(1)).isEmpty();
        Shape left = shapes.get(node.input(0));
        return computed && left != null && left.equals(shapes.get(node.input(1)));
    }

    /// Makes what goes in and what comes out of a node fit; true if something had to stay for that.
    private boolean agree(Node node) {
        String out = node.output();
        String in = node.input(0);
        return switch (node.operator()) {
            case Conv conv when isDepthwise(node, conv) -> same(in, out);
            case Conv conv
            when conv.group() == 1 && graph.constant(node.input(1)).isPresent() ->
                readable(
                        in,
                        ChannelSlices.zeroSlices(graph.constant(node.input(1)).orElseThrow(), 1));
            case BatchNormalization ignored -> same(in, out);
            case Activation ignored when node.inputs().size() == 1 -> same(in, out);
            case Pool ignored -> same(in, out);
            case Identity ignored -> same(in, out);
            case Dropout ignored -> same(in, out);
            case Arithmetic ignored when joins(node) -> joined(in, node.input(1), out);
            case Concat concat when concat.axis() == 1 -> parts(node.inputs(), out);
            case Flatten flatten when flatten.axis() == 1 -> flattened(in, out);
            case Gemm gemm
            when !gemm.transA() && graph.constant(node.input(1)).isPresent() -> {
                Tensor weight = graph.constant(node.input(1)).orElseThrow();
                boolean changed = readable(in, ChannelSlices.zeroSlices(weight, gemm.transB() ? 1 : 0));
                changed |= keepAll(out);
                yield changed;
            }
            default -> {
                boolean changed = false;
                for (String value : node.inputs()) {
                    changed |= keepAll(value);
                }
                for (String value : node.outputs()) {
                    changed |= keepAll(value);
                }
                yield changed;
            }
        };
    }

    private boolean readable(String value, boolean[] withoutWeights) {
        boolean[] constants = constant(value);
        boolean[] allowed = new boolean[withoutWeights.length];
        for (int i = 0; i < allowed.length; i++) {
            allowed[i] = withoutWeights[i] || (i < constants.length && constants[i]);
        }
        return restrict(value, allowed);
    }

    private boolean same(String in, String out) {
        boolean changed = restrict(in, drops(out));
        changed |= restrict(out, drops(in));
        return changed;
    }

    private boolean joined(String left, String right, String out) {
        boolean changed = same(left, out);
        changed |= same(right, out);
        changed |= same(left, out);
        return changed;
    }

    private boolean parts(List<String> inputs, String out) {
        boolean[] all = drops(out);
        boolean[] agreed = all.clone();
        boolean changed = false;
        int offset = 0;
        for (String part : inputs) {
            int size = channels(part);
            changed |= restrict(part, Arrays.copyOfRange(all, offset, offset + size));
            System.arraycopy(drops(part), 0, agreed, offset, size);
            offset += size;
        }
        changed |= restrict(out, agreed);
        return changed;
    }

    private boolean flattened(String in, String out) {
        boolean[] spread = drops(out);
        boolean[] channels = new boolean[channels(in)];
        int pixels = channels.length == 0 ? 1 : spread.length / channels.length;
        for (int i = 0; i < channels.length; i++) {
            channels[i] = true;
            for (int pixel = 0; pixel < pixels; pixel++) {
                channels[i] &= spread[i * pixels + pixel];
            }
        }
        boolean changed = restrict(in, channels);
        changed |= restrict(out, ChannelSlices.spread(drops(in), spread.length));
        return changed;
    }

    private boolean[] drops(String value) {
        return dropped.getOrDefault(value, new boolean[channels(value)]);
    }

    private boolean restrict(String value, boolean[] allowed) {
        boolean[] channels = dropped.get(value);
        boolean changed = false;
        for (int i = 0; channels != null && i < channels.length; i++) {
            boolean stays = channels[i] && !(i < allowed.length && allowed[i]);
            channels[i] &= !stays;
            changed |= stays;
        }
        return changed;
    }
}
