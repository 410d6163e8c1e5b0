package io.espalier.smart.channels;

import io.espalier.onnx.Node;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.op.Pool;
import io.espalier.onnx.op.Reduce;
import io.espalier.onnx.op.Resize;
import io.espalier.onnx.op.ShapeOf;
import io.espalier.onnx.op.Softmax;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Operators that summarise or sample along axes: channels pass if theirs is none of these.
final class SummaryRules {

    private final Trace trace;

    SummaryRules(Trace trace) {
        this.trace = trace;
    }

    /// Padding of a maximum is never chosen, that of a mean is 0.
    void pool(Pool ignored, Node node) {
        boolean single = node.outputs().size() == 1;
        passOrPin(node, trace.flow(node, 0).filter(flow -> flow.axis() == 1 && single));
    }

    private void passOrPin(Node node, Optional<Flow> result) {
        result.ifPresentOrElse(flow -> trace.put(node, flow), () -> trace.pinFrom(node, 0));
    }

    void pass(Node node) {
        trace.pinFrom(node, 1);
        trace.flow(node, 0).ifPresent(flow -> trace.put(node, flow));
    }

    void reduce(Reduce reduce, Node node) {
        passOrPin(node, trace.flow(node, 0).flatMap(flow -> reduced(reduce, node, flow)));
    }

    private Optional<Flow> reduced(Reduce reduce, Node node, Flow flow) {
        int rank = trace.shape(node, 0).rank();
        Optional<Tensor> given = trace.constant(node, 1);
        if (given.isEmpty()) {
            return Optional.empty();
        }
        List<Integer> axes = Arrays.stream(given.get().longs())
                .mapToObj(axis -> (int) Math.floorMod(axis, (long) rank))
                .toList();
        if (axes.contains(flow.axis())) {
            return Optional.empty();
        }
        int gone = reduce.keepDims()
                ? 0
                : (int) axes.stream().filter(axis -> axis < flow.axis()).count();
        return Optional.of(flow.onAxis(flow.axis() - gone).through(keepsZero(reduce.kind())));
    }

    private static boolean keepsZero(Reduce.Kind kind) {
        return switch (kind) {
            case L1, L2, MAX, MEAN, MIN, PROD, SUM, SUM_SQUARE -> true;
            case LOG_SUM, LOG_SUM_EXP -> false;
        };
    }

    /// Scales leave the channels as they are; sizes would state how many there are.
    void resize(Resize resize, Node node) {
        Optional<Flow> passed = trace.flow(node, 0).filter(flow -> isUnscaled(resize, node, flow.axis()));
        boolean zeroOutside = resize.coordinates() != Resize.Coordinates.TF_CROP_AND_RESIZE;
        passOrPin(node, passed.map(flow -> flow.through(zeroOutside)));
    }

    private boolean isUnscaled(Resize resize, Node node, int axis) {
        if (!resize.axes().isEmpty()) {
            int rank = trace.shape(node, 0).rank();
            return resize.axes().stream().noneMatch(named -> Math.floorMod(named, rank) == axis);
        }
        return trace.constant(node, 2)
                .filter(scales -> scales.size() > axis && scales.floats()[axis] == 1)
                .isPresent();
    }

    void softmax(Softmax softmax, Node node) {
        int rank = trace.shape(node, 0).rank();
        int axis = Math.floorMod(softmax.axis(), rank);
        passOrPin(
                node,
                trace.flow(node, 0)
                        .filter(flow -> flow.axis() != axis && !softmax.flattened())
                        .map(flow -> flow.through(false)));
    }

    /// A shape of which only other extents are read says nothing of the channels.
    void shapeOf(ShapeOf shape, Node node) {
        trace.flow(node, 0).ifPresent(flow -> {
            int rank = trace.shape(node, 0).rank();
            int start = Math.clamp(shape.start() < 0 ? shape.start() + rank : shape.start(), 0, rank);
            int end = Math.clamp(shape.end() < 0 ? shape.end() + rank : shape.end(), 0, rank);
            if (flow.axis() >= start && flow.axis() < end && !isUnread(node, flow.axis() - start)) {
                trace.pin(flow.ids());
            }
        });
    }

    private boolean isUnread(Node shape, int place) {
        return trace.readers(shape.output()).stream().allMatch(reader -> {
            Optional<Tensor> places = trace.constant(reader, 1);
            return reader.operator() instanceof io.espalier.onnx.op.Gather
                    && places.isPresent()
                    && IntStream.range(0, places.get().size())
                            .noneMatch(i -> places.get().longs()[i] == place
                                    || places.get().longs()[i] < 0);
        });
    }
}
