package io.espalier.onnx;

import io.espalier.onnx.op.Broadcast;
import io.espalier.onnx.op.Cast;
import io.espalier.onnx.op.Concat;
import io.espalier.onnx.op.Gather;
import io.espalier.onnx.op.Identity;
import io.espalier.onnx.op.Operator;
import io.espalier.onnx.op.Reduce;
import io.espalier.onnx.op.Reshape;
import io.espalier.onnx.op.ShapeOf;
import io.espalier.onnx.op.SizeOf;
import io.espalier.onnx.op.Slice;
import io.espalier.onnx.op.Squeeze;
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
        if (operator instanceof SizeOf) {
            return Optional.of(size(in.shape(0)));
        }
        if (in.value(0).isEmpty()) {
            return Optional.empty();
        }
        ShapeValue first = in.value(0).get();
        if (operator instanceof Broadcast op) {
            return DimValues.of(op, in);
        }
        if (operator instanceof Reduce op && output.rank() <= 1) {
            return reduced(op, first, output);
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
        if (operator instanceof Cast cast) {
            return cast.to().isFloating() || cast.to() == ElementType.BOOL
                    ? Optional.empty()
                    : Optional.of(new ShapeValue(cast.to(), first.scalar(), first.entries()));
        }
        boolean sameElements = operator instanceof Identity
                || operator instanceof Unsqueeze
                || operator instanceof Squeeze
                || operator instanceof Reshape;
        return sameElements ? reranked(first, output) : Optional.empty();
    }

    /// The number of elements of a shape.
    private static ShapeValue size(Shape shape) {
        Dim product = DimProduct.of(shape.dims()).toDim();
        return new ShapeValue(ElementType.INT64, true, List.of(product));
    }

    private static Optional<ShapeValue> reduced(Reduce op, ShapeValue value, Shape output) {
        Dim sum = Dim.of(0);
        for (Dim entry : value.entries()) {
            sum = DimMath.plus(sum, entry);
        }
        Dim product = DimProduct.of(value.entries()).toDim();
        boolean scalar = output.rank() == 0;
        return switch (op.kind()) {
            case PROD -> Optional.of(new ShapeValue(value.type(), scalar, List.of(product)));
            case SUM -> Optional.of(new ShapeValue(value.type(), scalar, List.of(sum)));
            case L1, L2, LOG_SUM, LOG_SUM_EXP, MAX, MEAN, MIN, SUM_SQUARE -> Optional.empty();
        };
    }

    /// Each part of a vector of extents that is cut.
    ///
    /// @param outputs the shapes of the parts, rank 1
    static List<ShapeValue> split(ShapeValue whole, List<Shape> outputs) {
        List<ShapeValue> parts = new ArrayList<>();
        int from = 0;
        for (Shape output : outputs) {
            int to = from + (int) output.dim(0).size();
            parts.add(new ShapeValue(whole.type(), false, whole.entries().subList(from, to)));
            from = to;
        }
        return parts;
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
        return rank > 1 ? Optional.empty() : Optional.of(new ShapeValue(value.type(), rank == 0, value.entries()));
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
        return Optional.of(new ShapeValue(data.type(), indices.rank() == 0, entries));
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
        ElementType type = in.value(0).map(ShapeValue::type).orElse(ElementType.INT64);
        return Optional.of(new ShapeValue(type, false, entries));
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
        return Optional.of(new ShapeValue(data.type(), false, entries));
    }
}
