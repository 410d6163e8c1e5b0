package io.espalier.torchscript.aten;

import io.espalier.onnx.Dim;
import io.espalier.onnx.Shape;
import io.espalier.onnx.op.Flatten;
import io.espalier.onnx.op.Reshape;
import io.espalier.onnx.op.Squeeze;
import io.espalier.onnx.op.Transpose;
import io.espalier.onnx.op.Unsqueeze;
import io.espalier.torchscript.value.Scalar;
import io.espalier.torchscript.value.TensorLike.Symbol;
import io.espalier.torchscript.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// The shape of tensors: asking for it, and the same elements under another one.
final class ShapeOperators {

    private ShapeOperators() {}

    static void register(Map<String, Emitter> into) {
        into.put("size", ShapeOperators::size);
        into.put("dim", call -> new Scalar.Int(rank(call)));
        into.put("numel", call -> Extents.count(call.tensor(0).shape()));
        into.put("view", Operators.view(ShapeOperators::reshape));
        into.put("reshape", Operators.view(ShapeOperators::reshape));
        into.put("flatten", Operators.view(ShapeOperators::flatten));
        into.put("unflatten", Operators.view(ShapeOperators::unflatten));
        into.put("permute", Operators.view(call -> permute(call, call.integers(1))));
        into.put("transpose", Operators.view(ShapeOperators::transpose));
        into.put("t", Operators.view(call -> permute(call, List.of(1L, 0L))));
        into.put("squeeze", Operators.view(ShapeOperators::squeeze));
        into.put("unsqueeze", Operators.view(ShapeOperators::unsqueeze));
        for (String same : List.of("contiguous", "detach", "clone", "alias", "type_as", "to", "float")) {
            into.put(same, ShapeOperators::same);
        }
    }

    /// Only the element type matters to a graph: layout and device do not exist in it.
    private static Value same(Call call) {
        if (call.tensor(0).type().isFloating()) {
            return call.operator().equals("clone") ? copy(call) : call.value(0);
        }
        throw new Unmapped("of a tensor of element type " + call.tensor(0).type());
    }

    /// A variable of its own, so that writing into one leaves the other.
    private static Value copy(Call call) {
        Symbol x = call.tensor(0);
        return new Symbol(x.name(), x.shape(), x.type());
    }

    private static int rank(Call call) {
        return call.tensor(0).shape().rank();
    }

    private static Value size(Call call) {
        Shape shape = call.tensor(0).shape();
        return call.isNone(1) ? Values.extents(shape) : Values.extent(shape.dim(call.axis(1, 0, shape.rank())));
    }

    private static Value reshape(Call call) {
        return Extents.reshape(call, call.value(1) instanceof Value.Sequence list ? list.items() : List.of());
    }

    /// `(x, start, end)`; from the second axis on it is ONNX's own Flatten.
    private static Value flatten(Call call) {
        Shape shape = call.tensor(0).shape();
        if (shape.rank() == 0) {
            return call.graph()
                    .node(new Reshape(false), call.tensor(0), call.graph().integers(1));
        }
        int start = call.axis(1, 0, shape.rank());
        int end = call.axis(2, -1, shape.rank());
        if (start == end) {
            return call.value(0);
        }
        if (start == 1 && end == shape.rank() - 1) {
            return call.graph().node(new Flatten(1), call.tensor(0));
        }
        List<Value> extents = new ArrayList<>(Values.items(Values.extents(shape)));
        extents.subList(start, end + 1).clear();
        extents.add(start, Extents.count(new Shape(shape.dims().subList(start, end + 1))));
        return Extents.reshape(call, extents);
    }

    /// `(x, axis, sizes)`.
    private static Value unflatten(Call call) {
        Shape shape = call.tensor(0).shape();
        int axis = call.axis(1, 0, shape.rank());
        List<Value> parts = new ArrayList<>(call.items(2));
        Value whole = Values.extent(shape.dim(axis));
        Extents.resolve(parts, whole);
        List<Value> extents = new ArrayList<>(Values.items(Values.extents(shape)));
        extents.remove(axis);
        extents.addAll(axis, parts);
        return Extents.reshape(call, extents);
    }

    private static Value permute(Call call, List<Long> order) {
        int rank = rank(call);
        List<Integer> axes = order.stream().map(axis -> Values.axis(axis, rank)).toList();
        return call.graph().node(new Transpose(axes), call.tensor(0));
    }

    private static Value transpose(Call call) {
        int rank = rank(call);
        List<Integer> axes = new ArrayList<>(IntStream.range(0, rank).boxed().toList());
        Collections.swap(axes, call.axis(1, 0, rank), call.axis(2, 1, rank));
        return call.graph().node(new Transpose(axes), call.tensor(0));
    }

    /// One axis, several, or all of extent 1; an axis of another extent stays.
    private static Value squeeze(Call call) {
        Shape shape = call.tensor(0).shape();
        List<Long> asked = call.isNone(1)
                ? IntStream.range(0, shape.rank()).mapToObj(Long::valueOf).toList()
                : call.integers(1);
        long[] axes = asked.stream()
                .mapToLong(axis -> Values.axis(axis, shape.rank()))
                .filter(axis -> shape.dim((int) axis).equals(Dim.of(1)))
                .toArray();
        return axes.length == 0
                ? call.value(0)
                : call.graph().node(new Squeeze(), call.tensor(0), call.graph().integers(axes));
    }

    private static Value unsqueeze(Call call) {
        int axis = call.axis(1, 0, rank(call) + 1);
        return call.graph().node(new Unsqueeze(), call.tensor(0), call.graph().integers(axis));
    }
}
