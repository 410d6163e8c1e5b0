package io.espalier.smart.channels;

import io.espalier.onnx.Node;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.op.Conv;
import io.espalier.onnx.op.ConvTranspose;
import io.espalier.onnx.op.Gemm;
import io.espalier.smart.channels.ChannelSlice.Role;
import java.util.Arrays;
import java.util.Optional;

/// Layers with weights: they end the channels that they read and begin new ones, except depthwise convolutions and
/// normalisations, which pass them on.
final class LayerRules {

    private final Trace trace;

    LayerRules(Trace trace) {
        this.trace = trace;
    }

    void conv(Conv conv, Node node) {
        trace.pinFrom(node, 1);
        Optional<Tensor> weight = trace.constant(node, 1);
        if (weight.isEmpty() || isComputed(node, 2)) {
            trace.pin(node, 0);
            return;
        }
        long[] shape = weight.get().shape();
        int out = (int) shape[0];
        Optional<Flow> input = channels(node);
        boolean depthwise = conv.group() > 1 && shape[1] == 1;
        if (depthwise && input.isPresent()) {
            int[] ids = repeated(input.get().ids(), out / conv.group());
            produce(node, 0, ids, 1);
            return;
        }
        input.ifPresent(flow -> read(node, flow, conv.group(), 1));
        int[] ids = trace.ties().fresh(out);
        tieAcross(ids, depthwise ? 1 : conv.group());
        produce(node, 0, ids, 1);
    }

    /// The channels of the first input, if they lie along axis 1.
    private Optional<Flow> channels(Node node) {
        Optional<Flow> flow = trace.flow(node, 0);
        if (flow.isPresent() && flow.get().axis() != 1) {
            trace.pin(node, 0);
            return Optional.empty();
        }
        return flow;
    }

    private boolean isComputed(Node node, int position) {
        return node.hasInput(position) && trace.constant(node, position).isEmpty();
    }

    private static int[] repeated(int[] ids, int times) {
        int[] repeated = new int[ids.length * times];
        Arrays.setAll(repeated, i -> ids[i / times]);
        return repeated;
    }

    /// Groups of a convolution must stay alike: what goes in one goes at the same place in all.
    private void tieAcross(int[] ids, int groups) {
        int own = ids.length / groups;
        for (int i = own; i < ids.length; i++) {
            trace.ties().tie(ids[i % own], ids[i]);
        }
    }

    private void read(Node node, Flow flow, int groups, int axis) {
        trace.pinLive(flow);
        tieAcross(flow.ids(), groups);
        int[] ofOneGroup = Arrays.copyOf(flow.ids(), flow.extent() / groups);
        trace.slice(node, 1, axis, ofOneGroup, Role.READS);
    }

    /// A layer's output: rows of its weight, and its bias.
    private void produce(Node node, int weightAxis, int[] ids, int outputAxis) {
        trace.slice(node, 1, weightAxis, ids, Role.PRODUCES);
        if (node.hasInput(2)) {
            trace.slice(node, 2, 0, ids, Role.PRODUCES);
        }
        trace.put(node, Flow.of(outputAxis, ids));
    }

    void convTranspose(ConvTranspose conv, Node node) {
        trace.pinFrom(node, 1);
        Optional<Tensor> weight = trace.constant(node, 1);
        Optional<Flow> input = channels(node);
        if (weight.isEmpty() || isComputed(node, 2) || conv.group() > 1) {
            trace.pin(node, 0);
            return;
        }
        input.ifPresent(flow -> read(node, flow, 1, 0));
        produce(node, 1, trace.ties().fresh((int) weight.get().shape()[1]), 1);
    }

    void gemm(Gemm gemm, Node node) {
        trace.pinFrom(node, 1);
        Optional<Tensor> weight = trace.constant(node, 1);
        boolean plain = weight.isPresent() && !gemm.transA();
        Optional<Flow> input = channels(node);
        if (!plain) {
            trace.pin(node, 0);
            return;
        }
        input.ifPresent(flow -> read(node, flow, 1, gemm.transB() ? 1 : 0));
        if (gemm.transB() && isVectorOrAbsent(node, weight.get())) {
            produce(node, 0, trace.ties().fresh((int) weight.get().shape()[0]), 1);
        }
    }

    private boolean isVectorOrAbsent(Node node, Tensor weight) {
        return !node.hasInput(2)
                || trace.constant(node, 2)
                        .filter(bias -> bias.rank() == 1 && bias.shape()[0] == weight.shape()[0])
                        .isPresent();
    }

    /// A product with a constant matrix reads channels along the last axis, and passes on those along others.
    void matMul(Node node) {
        trace.pin(node, 1);
        Optional<Flow> flow = trace.flow(node, 0);
        Optional<Tensor> weight = trace.constant(node, 1).filter(tensor -> tensor.rank() == 2);
        if (flow.isEmpty()) {
            return;
        }
        if (weight.isEmpty()) {
            trace.pin(node, 0);
        } else if (flow.get().axis() == trace.shape(node, 0).rank() - 1) {
            read(node, flow.get(), 1, 0);
        } else {
            trace.put(node, flow.get());
        }
    }

    /// Scale and offset are 0 where the channel is: the output is 0 whatever comes in.
    void normalization(Node node) {
        trace.pinFrom(node, 1);
        Optional<Flow> input = channels(node);
        if (input.isEmpty()) {
            return;
        }
        Flow flow = input.get();
        for (int position = 1; position < node.inputs().size(); position++) {
            if (isComputed(node, position)) {
                trace.pin(node, 0);
                return;
            }
            trace.slice(node, position, 0, flow.ids(), position < 3 ? Role.PRODUCES : Role.ACCOMPANIES);
        }
        trace.put(node, Flow.of(1, flow.ids()));
    }
}
