package io.espalier.onnx;

import io.espalier.onnx.op.Add;
import io.espalier.onnx.op.Arithmetic;
import io.espalier.onnx.op.Cast;
import io.espalier.onnx.op.Concat;
import io.espalier.onnx.op.Div;
import io.espalier.onnx.op.Gather;
import io.espalier.onnx.op.Identity;
import io.espalier.onnx.op.Mod;
import io.espalier.onnx.op.Mul;
import io.espalier.onnx.op.Operator;
import io.espalier.onnx.op.Pow;
import io.espalier.onnx.op.Reshape;
import io.espalier.onnx.op.ShapeOf;
import io.espalier.onnx.op.Slice;
import io.espalier.onnx.op.Squeeze;
import io.espalier.onnx.op.Sub;
import io.espalier.onnx.op.Unsqueeze;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Follows extents through the nodes that exporters make of `x.size(0)` and the like, symbols included.
final class ShapeValues {

    private ShapeValues() {}

    /// The node's output as extents; empty if it is something else, or not known.
    ///
    /// @param output the output's shape
    static Optional<ShapeValue> evaluate(Operands in, Shape output) {
        Operator operator = in.node().operator();
        if (operator instanceof ShapeOf op) {
            return Optional.of(extents(op, in.shape(0)));
        }
        if (in.value(0).isEmpty()) {
            return Optional.empty();
        }
        ShapeValue first = in.value(0).get();
        if (operator instanceof Arithmetic op) {
            return in.value(1).flatMap(second -> arithmetic(op, first, second));
        }
        if (operator instanceof Gather) {
            return in.constant(1).flatMap(indices -> gather(first, indices));
        }
        if (operator instanceof Concat) {
            return concat(in);
        }
        if (operator instanceof Slice) {
            return slice(first, in);
        }
        boolean sameElements = operator instanceof Identity
                || operator instanceof Unsqueeze
                || operator instanceof Squeeze
                || operator instanceof Reshape
                || (operator instanceof Cast cast && !cast.to().isFloating());
        return sameElements ? reranked(first, output) : Optional.empty();
    }

    static ShapeValue extents(ShapeOf op, Shape shape) {
        int rank = shape.rank();
        int start = Math.clamp(op.start() < 0 ? op.start() + rank : op.start(), 0, rank);
        int end = Math.clamp(op.end() < 0 ? op.end() + rank : op.end(), 0, rank);
        return ShapeValue.vector(shape.dims().subList(start, Math.max(start, end)));
    }

    /// Same entries, with the rank that shape inference found.
    private static Optional<ShapeValue> reranked(ShapeValue value, Shape output) {
        int rank = output.rank();
        return rank > 1 ? Optional.empty() : Optional.of(new ShapeValue(rank == 0, value.entries()));
    }

    private static Optional<ShapeValue> arithmetic(Arithmetic op, ShapeValue a, ShapeValue b) {
        int length = Math.max(a.entries().size(), b.entries().size());
        List<Dim> entries = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            Dim x = a.entries().get(a.entries().size() == 1 ? 0 : i);
            Dim y = b.entries().get(b.entries().size() == 1 ? 0 : i);
            Optional<Dim> entry = entry(op, x, y);
            if (entry.isEmpty()) {
                return Optional.empty();
            }
            entries.add(entry.get());
        }
        return Optional.of(new ShapeValue(a.scalar() && b.scalar(), entries));
    }

    private static Optional<Dim> entry(Arithmetic op, Dim x, Dim y) {
        return switch (op) {
            case Add add -> Optional.of(DimMath.plus(x, y));
            case Sub sub -> Optional.of(DimMath.minus(x, y));
            case Mul mul -> Optional.of(DimMath.times(x, y));
            case Div div -> Optional.of(DimMath.over(x, y));
            case Pow pow -> Optional.empty();
            case Mod mod -> Optional.empty();
        };
    }

    private static Optional<ShapeValue> gather(ShapeValue data, Tensor indices) {
        if (indices.rank() > 1) {
            return Optional.empty();
        }
        List<Dim> entries = new ArrayList<>();
        for (long index : indices.longs()) {
            int size = data.entries().size();
            entries.add(data.entries().get((int) (index < 0 ? index + size : index)));
        }
        return Optional.of(new ShapeValue(indices.rank() == 0, entries));
    }

    private static Optional<ShapeValue> concat(Operands in) {
        List<Dim> entries = new ArrayList<>();
        for (int i = 0; i < in.count(); i++) {
            Optional<ShapeValue> part = in.value(i);
            if (part.isEmpty()) {
                return Optional.empty();
            }
            entries.addAll(part.get().entries());
        }
        return Optional.of(ShapeValue.vector(entries));
    }

    private static Optional<ShapeValue> slice(ShapeValue data, Operands in) {
        if (in.constant(1).isEmpty() || in.constant(2).isEmpty()) {
            return Optional.empty();
        }
        long step = in.constant(4).map(steps -> steps.longs()[0]).orElse(1L);
        long start = in.integers(1, "starts")[0];
        long end = in.integers(2, "ends")[0];
        SliceRange range = SliceRange.of(start, end, step, data.entries().size());
        List<Dim> entries = new ArrayList<>();
        for (long i = 0; i < range.length(); i++) {
            entries.add(data.entries().get((int) (range.start() + i * range.step())));
        }
        return Optional.of(ShapeValue.vector(entries));
    }
}
