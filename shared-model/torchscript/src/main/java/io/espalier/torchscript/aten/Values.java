package io.espalier.torchscript.aten;

import io.espalier.onnx.Dim;
import io.espalier.onnx.Shape;
import io.espalier.onnx.Tensor;
import io.espalier.torchscript.value.Scalar;
import io.espalier.torchscript.value.TensorLike;
import io.espalier.torchscript.value.Value;
import java.util.ArrayList;
import java.util.List;

/// Known values as Java's, and back. Every reader throws [Unmapped] for a value of another kind, or one that only a
/// run knows.
public final class Values {

    private static final String BATCH = "batch";
    private static final String MULTIPLE = "*" + BATCH;

    private Values() {}

    static long integer(Value value) {
        return switch (value) {
            case Scalar.Int known -> known.value();
            case Scalar.Bool known -> known.value() ? 1 : 0;
            case Value other -> throw new Unmapped(show(other) + " where an integer is expected");
        };
    }

    static double real(Value value) {
        return switch (value) {
            case Scalar.Real known -> known.value();
            case Scalar.Int known -> known.value();
            case Value other -> throw new Unmapped(show(other) + " where a number is expected");
        };
    }

    static boolean truth(Value value) {
        return switch (value) {
            case Scalar.Bool known -> known.value();
            case Scalar.Int known -> known.value() != 0;
            case Value other -> throw new Unmapped(show(other) + " where True or False is expected");
        };
    }

    static List<Value> items(Value value) {
        if (value instanceof Value.Sequence sequence) {
            return sequence.items();
        }
        throw new Unmapped(show(value) + " where a list is expected");
    }

    static List<Long> integers(Value value) {
        return value instanceof Value.Sequence sequence
                ? sequence.items().stream().map(Values::integer).toList()
                : List.of(integer(value));
    }

    static boolean isNumber(Value value) {
        return value instanceof Scalar.Int || value instanceof Scalar.Real || value instanceof Scalar.Bool;
    }

    static int axis(long axis, int rank) {
        if (axis < -rank || axis >= rank) {
            throw new Unmapped("axis " + axis + " of a tensor with " + rank + " axes");
        }
        return Math.toIntExact(axis < 0 ? axis + rank : axis);
    }

    /// The extents of a shape as integers; those that follow the batch as [Scalar.Extent].
    static Value extents(Shape shape) {
        List<Value> extents =
                new ArrayList<>(shape.dims().stream().map(Values::extent).toList());
        return new Value.Sequence(extents, false);
    }

    static Value extent(Dim dim) {
        return switch (dim) {
            case Dim.Fixed fixed -> new Scalar.Int(fixed.size());
            case Dim.Symbolic symbolic -> extent(symbolic.symbol());
        };
    }

    private static Value extent(String symbol) {
        if (symbol.equals(BATCH)) {
            return new Scalar.Extent(1);
        }
        String factor = symbol.endsWith(MULTIPLE) ? symbol.substring(0, symbol.length() - MULTIPLE.length()) : "";
        return factor.matches("[0-9]{1,9}")
                ? new Scalar.Extent(Long.parseLong(factor))
                : new Scalar.Unknown("a size that follows the batch other than as a multiple");
    }

    /// The shape with these extents, of which the batch is the only one that may be open.
    static Shape shape(List<Value> extents) {
        return new Shape(extents.stream()
                .map(extent -> extent.equals(new Scalar.Extent(1)) ? Dim.of(BATCH) : Dim.of(integer(extent)))
                .toList());
    }

    static Value list(List<? extends Value> items) {
        return new Value.Sequence(new ArrayList<>(items), false);
    }

    /// A constant of the program; one without axes is the number itself.
    public static Value constant(TensorLike.Stored stored) {
        Tensor tensor = stored.tensor();
        if (tensor.rank() > 0) {
            return stored;
        }
        return tensor.type().isFloating() ? new Scalar.Real(tensor.doubles()[0]) : new Scalar.Int(tensor.longs()[0]);
    }

    /// How messages show a value.
    static String show(Value value) {
        return switch (value) {
            case Scalar.None none -> "None";
            case Scalar.Bool known -> known.value() ? "True" : "False";
            case Scalar.Int known -> Long.toString(known.value());
            case Scalar.Real known -> Double.toString(known.value());
            case Scalar.Text known -> "'" + known.value() + "'";
            case Scalar.Extent extent -> "a size that follows the batch";
            case Scalar.Unknown unknown -> "a value that only a run knows";
            case Value.Sequence sequence -> sequence.tuple() ? "a tuple" : "a list";
            case Value.Dictionary dictionary -> "a dictionary";
            case Value.Reference reference -> reference.name();
            case Value.Module module -> "a module";
            case TensorLike tensor -> "a tensor";
        };
    }
}
