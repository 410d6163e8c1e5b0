package io.espalier.torchscript.aten;

import io.espalier.onnx.Tensor;
import io.espalier.onnx.op.Gather;
import io.espalier.onnx.op.Slice;
import io.espalier.onnx.op.Split;
import io.espalier.torchscript.value.TensorLike.Symbol;
import io.espalier.torchscript.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/// Parts of tensors, and of lists.
final class PartOperators {

    private PartOperators() {}

    static void register(Map<String, Emitter> into) {
        into.put("slice", Operators.view(PartOperators::slice));
        into.put("narrow", Operators.view(PartOperators::narrow));
        into.put("select", Operators.view(PartOperators::select));
        into.put("unbind", Operators.view(PartOperators::unbind));
        into.put("chunk", Operators.view(PartOperators::chunk));
        into.put("split", Operators.view(PartOperators::split));
        into.put("split_with_sizes", Operators.view(PartOperators::split));
    }

    /// `(x, axis, start, end, step)` of a tensor, `(items, start, end, step)` of a list.
    private static Value slice(Call call) {
        if (call.value(0) instanceof Value.Sequence sequence) {
            return sublist(call, sequence.items());
        }
        int axis = call.axis(1, 0, call.tensor(0).shape().rank());
        long start = call.integer(2, 0);
        long end = call.integer(3, Long.MAX_VALUE);
        long step = call.integer(4, 1);
        return start == 0 && end == Long.MAX_VALUE && step == 1 ? call.value(0) : cut(call, axis, start, end, step);
    }

    private static Symbol cut(Call call, int axis, long start, long end, long step) {
        GraphBuilder graph = call.graph();
        return graph.node(
                new Slice(),
                call.tensor(0),
                graph.integers(start),
                graph.integers(end),
                graph.integers(axis),
                graph.integers(step));
    }

    private static Value sublist(Call call, List<Value> items) {
        if (call.integer(3, 1) != 1) {
            throw new Unmapped("a list with a step");
        }
        int start = bound(call.integer(1, 0), items.size());
        int end = bound(call.integer(2, items.size()), items.size());
        return Values.list(items.subList(Math.min(start, end), end));
    }

    private static int bound(long index, int size) {
        return Math.clamp(index < 0 ? index + size : index, 0, size);
    }

    /// `(x, axis, start, length)`.
    private static Value narrow(Call call) {
        int axis = call.axis(1, 0, call.tensor(0).shape().rank());
        return cut(call, axis, call.integer(2, 0), call.integer(2, 0) + call.integer(3, 0), 1);
    }

    /// `(x, axis, index)`: the axis goes.
    private static Value select(Call call) {
        return at(call, call.axis(1, 0, call.tensor(0).shape().rank()), call.integer(2, 0));
    }

    private static Symbol at(Call call, int axis, long index) {
        return call.graph().node(new Gather(axis), call.tensor(0), call.graph().constant(Tensor.ofScalar(index)));
    }

    private static Value unbind(Call call) {
        int axis = call.axis(1, 0, call.tensor(0).shape().rank());
        List<Value> parts = new ArrayList<>();
        for (long i = 0; i < extent(call, axis); i++) {
            parts.add(at(call, axis, i));
        }
        return Values.list(parts);
    }

    /// `(x, count, axis)`: parts of equal extent, the last may be smaller, or there may be fewer.
    private static Value chunk(Call call) {
        int axis = call.axis(2, 0, call.tensor(0).shape().rank());
        long extent = extent(call, axis);
        return parts(call, axis, equal(extent, Math.ceilDiv(extent, Math.max(1, call.integer(1, 1)))));
    }

    /// `(x, size, axis)` or `(x, sizes, axis)`.
    private static Value split(Call call) {
        int axis = call.axis(2, 0, call.tensor(0).shape().rank());
        boolean each = call.value(1) instanceof Value.Sequence;
        return parts(call, axis, each ? call.integers(1) : equal(extent(call, axis), call.integer(1, 1)));
    }

    private static List<Long> equal(long extent, long part) {
        if (part < 1) {
            throw new Unmapped("parts of " + part + " elements");
        }
        List<Long> sizes = new ArrayList<>(Collections.nCopies(Math.toIntExact(extent / part), part));
        if (extent % part != 0) {
            sizes.add(extent % part);
        }
        return sizes;
    }

    private static Value parts(Call call, int axis, List<Long> sizes) {
        if (sizes.size() == 1) {
            return Values.list(List.of(call.value(0)));
        }
        Symbol x = call.tensor(0);
        Symbol lengths =
                call.graph().integers(sizes.stream().mapToLong(Long::longValue).toArray());
        return Values.list(call.graph().nodes(sizes.size(), x.type(), new Split(axis, 0), x, lengths));
    }

    private static long extent(Call call, int axis) {
        return Values.integer(Values.extent(call.tensor(0).shape().dim(axis)));
    }
}
