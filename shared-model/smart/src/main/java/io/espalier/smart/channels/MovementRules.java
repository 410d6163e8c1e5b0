package io.espalier.smart.channels;

import io.espalier.onnx.Node;
import io.espalier.onnx.Shape;
import io.espalier.onnx.SliceRange;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.op.Concat;
import io.espalier.onnx.op.Gather;
import io.espalier.onnx.op.Movement;
import io.espalier.onnx.op.Pad;
import io.espalier.onnx.op.Split;
import io.espalier.onnx.op.Transpose;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// Operators that put elements elsewhere: channels are followed as long as each position still is one channel's.
final class MovementRules {

    private final Trace trace;

    MovementRules(Trace trace) {
        this.trace = trace;
    }

    void movement(Movement movement, Node node) {
        if (movement instanceof Concat concat) {
            concat(concat, node);
            return;
        }
        trace.pinFrom(node, 1);
        trace.flow(node, 0).ifPresent(flow -> {
            Optional<Flow> moved =
                    switch (movement) {
                        case Transpose transpose -> Optional.of(flow.onAxis(place(transpose, flow.axis(), node)));
                        case Pad pad -> padded(pad, node, flow);
                        case Gather gather -> gathered(gather, node, flow);
                        case io.espalier.onnx.op.Slice ignored -> sliced(node, flow);
                        case io.espalier.onnx.op.Tile ignored -> tiled(node, flow);
                        case Split split -> split(split, node, flow);
                        // Squares of pixels, gathered elements, stretched extents: which channel is where changes.
                        case io.espalier.onnx.op.DepthToSpace ignored -> Optional.empty();
                        case io.espalier.onnx.op.SpaceToDepth ignored -> Optional.empty();
                        case io.espalier.onnx.op.GatherElements ignored -> Optional.empty();
                        case io.espalier.onnx.op.Expand ignored -> Optional.empty();
                        case Concat ignored -> throw new IllegalStateException("has its own rule");
                    };
            moved.ifPresentOrElse(
                    result -> {
                        if (!(movement instanceof Split)) {
                            trace.put(node, result);
                        }
                    },
                    () -> trace.pin(flow.ids()));
        });
    }

    private void concat(Concat concat, Node node) {
        Shape shape = trace.shape(node.output());
        int axis = Math.floorMod(concat.axis(), shape.rank());
        boolean along = operands(node)
                .mapToObj(position -> trace.flow(node, position))
                .flatMap(Optional::stream)
                .anyMatch(flow -> flow.axis() == axis);
        if (along) {
            joined(node, axis);
        } else {
            aligned(node);
        }
    }

    private static IntStream operands(Node node) {
        return IntStream.range(0, node.inputs().size());
    }

    /// Channels one after the other; those that are not followed stay.
    private void joined(Node node, int axis) {
        List<Flow> parts = new ArrayList<>();
        for (int position = 0; position < node.inputs().size(); position++) {
            Flow flow = trace.flow(node, position).orElse(null);
            if (flow != null && flow.axis() == axis) {
                parts.add(flow);
                continue;
            }
            trace.pin(node, position);
            OptionalInt extent = trace.extent(trace.shape(node, position), axis);
            if (extent.isEmpty()) {
                trace.pinFrom(node, 0);
                return;
            }
            parts.add(Flow.of(axis, trace.pinned(extent.getAsInt())));
        }
        trace.put(node, joined(axis, parts));
    }

    private static Flow joined(int axis, List<Flow> parts) {
        int extent = parts.stream().mapToInt(Flow::extent).sum();
        int[] ids = new int[extent];
        boolean[] live = new boolean[extent];
        int at = 0;
        for (Flow part : parts) {
            System.arraycopy(part.ids(), 0, ids, at, part.extent());
            System.arraycopy(part.live(), 0, live, at, part.extent());
            at += part.extent();
        }
        return new Flow(axis, ids, live);
    }

    /// Joined along another axis: the same channels lie side by side.
    private void aligned(Node node) {
        Optional<Flow> first = trace.flow(node, 0);
        boolean alike = first.isPresent()
                && operands(node).allMatch(position -> trace.flow(node, position)
                        .filter(flow -> flow.axis() == first.get().axis()
                                && flow.extent() == first.get().extent())
                        .isPresent());
        if (!alike) {
            trace.pinFrom(node, 0);
            return;
        }
        boolean[] live = new boolean[first.get().extent()];
        operands(node)
                .mapToObj(position -> trace.flow(node, position).orElseThrow())
                .forEach(flow -> {
                    trace.tie(first.get().ids(), flow.ids());
                    for (int i = 0; i < live.length; i++) {
                        live[i] |= flow.live()[i];
                    }
                });
        trace.put(node, first.get().withLive(live));
    }

    private int place(Transpose transpose, int axis, Node node) {
        int rank = trace.shape(node, 0).rank();
        return transpose.perm().isEmpty() ? rank - 1 - axis : transpose.perm().indexOf(axis);
    }

    /// Positions that are put around are 0 and go with nothing; a shortcut that widens by zeros needs them.
    private Optional<Flow> padded(Pad pad, Node node, Flow flow) {
        Optional<Tensor> pads = trace.constant(node, 1);
        boolean computed =
                pads.isEmpty() || (node.hasInput(2) && trace.constant(node, 2).isEmpty());
        if (computed || node.hasInput(3)) {
            return Optional.empty();
        }
        long[] amounts = pads.get().longs();
        int begin = (int) amounts[flow.axis()];
        int end = (int) amounts[flow.axis() + amounts.length / 2];
        boolean zero = pad.mode() == Pad.Mode.CONSTANT
                && trace.constant(node, 2)
                        .filter(value -> value.floats()[0] != 0)
                        .isEmpty();
        if (begin == 0 && end == 0) {
            return Optional.of(flow.through(zero || pad.mode() != Pad.Mode.CONSTANT));
        }
        if (!zero || begin < 0 || end < 0) {
            return Optional.empty();
        }
        return Optional.of(joined(
                flow.axis(),
                List.of(
                        Flow.of(flow.axis(), trace.ties().fresh(begin)),
                        flow,
                        Flow.of(flow.axis(), trace.ties().fresh(end)))));
    }

    private Optional<Flow> gathered(Gather gather, Node node, Flow flow) {
        Optional<Tensor> indices = trace.constant(node, 1);
        int axis = Math.floorMod(gather.axis(), trace.shape(node, 0).rank());
        if (axis == flow.axis() || indices.isEmpty()) {
            return Optional.empty();
        }
        int moved = axis < flow.axis() ? flow.axis() + indices.get().rank() - 1 : flow.axis();
        return Optional.of(flow.onAxis(moved));
    }

    private Optional<Flow> sliced(Node node, Flow flow) {
        Optional<Tensor> starts = trace.constant(node, 1);
        Optional<Tensor> ends = trace.constant(node, 2);
        boolean computed = starts.isEmpty()
                || ends.isEmpty()
                || (node.hasInput(3) && trace.constant(node, 3).isEmpty())
                || (node.hasInput(4) && trace.constant(node, 4).isEmpty());
        if (computed) {
            return Optional.empty();
        }
        int rank = trace.shape(node, 0).rank();
        for (int i = 0; i < starts.get().size(); i++) {
            int at = i;
            long axis = trace.constant(node, 3).map(axes -> axes.longs()[at]).orElse((long) at);
            long step = trace.constant(node, 4).map(steps -> steps.longs()[at]).orElse(1L);
            if (Math.floorMod(axis, rank) == flow.axis()) {
                SliceRange range =
                        SliceRange.of(starts.get().longs()[i], ends.get().longs()[i], step, flow.extent());
                int begin = (int) range.start();
                return step == 1 ? Optional.of(flow.part(begin, begin + (int) range.length())) : Optional.empty();
            }
        }
        return Optional.of(flow);
    }

    private Optional<Flow> tiled(Node node, Flow flow) {
        return trace.constant(node, 1)
                .filter(repeats -> repeats.longs()[flow.axis()] == 1)
                .map(ignored -> flow);
    }

    /// Puts every part.
    private Optional<Flow> split(Split split, Node node, Flow flow) {
        int axis = Math.floorMod(split.axis(), trace.shape(node, 0).rank());
        int begin = 0;
        for (String output : node.outputs()) {
            if (axis == flow.axis()) {
                OptionalInt extent = trace.extent(trace.shape(output), axis);
                if (extent.isEmpty()) {
                    return Optional.empty();
                }
                trace.put(output, flow.part(begin, begin + extent.getAsInt()));
                begin += extent.getAsInt();
            } else {
                trace.put(output, flow);
            }
        }
        return Optional.of(flow);
    }
}
