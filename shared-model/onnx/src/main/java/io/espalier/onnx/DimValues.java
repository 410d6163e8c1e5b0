package io.espalier.onnx;

import io.espalier.onnx.op.Add;
import io.espalier.onnx.op.Arithmetic;
import io.espalier.onnx.op.Broadcast;
import io.espalier.onnx.op.Comparison;
import io.espalier.onnx.op.Div;
import io.espalier.onnx.op.Logical;
import io.espalier.onnx.op.Mod;
import io.espalier.onnx.op.Mul;
import io.espalier.onnx.op.Pow;
import io.espalier.onnx.op.Sub;
import io.espalier.onnx.op.Variadic;
import io.espalier.onnx.op.Where;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Element-wise operators on vectors of extents of which some are symbolic.
final class DimValues {

    private DimValues() {}

    /// Empty if an input, or an entry of the result, is not known.
    static Optional<ShapeValue> of(Broadcast operator, Operands in) {
        return switch (operator) {
            case Arithmetic op -> each(in, sameType(in), (a, b) -> arithmetic(op, a, b));
            case Comparison op -> each(in, ElementType.BOOL, (a, b) -> compared(op, a, b));
            case Where op -> chosen(in);
            case Logical op -> Optional.empty();
            case Variadic op -> Optional.empty();
        };
    }

    private interface Entry {
        Optional<Dim> of(Dim a, Dim b);
    }

    private static ElementType sameType(Operands in) {
        return in.value(0).map(ShapeValue::type).orElse(ElementType.INT64);
    }

    private static Optional<ShapeValue> each(Operands in, ElementType type, Entry entry) {
        Optional<ShapeValue> a = in.value(0);
        Optional<ShapeValue> b = in.value(1);
        if (a.isEmpty() || b.isEmpty()) {
            return Optional.empty();
        }
        int length = length(a.get(), b.get());
        List<Dim> entries = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            Optional<Dim> known = entry.of(a.get().entry(i), b.get().entry(i));
            if (known.isEmpty()) {
                return Optional.empty();
            }
            entries.add(known.get());
        }
        return Optional.of(new ShapeValue(type, a.get().scalar() && b.get().scalar(), entries));
    }

    /// The length of the common shape: an entry of 1 stretches, also to none at all.
    private static int length(ShapeValue a, ShapeValue b) {
        return a.entries().size() == 1 ? b.entries().size() : a.entries().size();
    }

    private static Optional<Dim> arithmetic(Arithmetic operator, Dim a, Dim b) {
        return switch (operator) {
            case Add op -> Optional.of(DimMath.plus(a, b));
            case Sub op -> Optional.of(DimMath.minus(a, b));
            case Mul op -> Optional.of(DimMath.times(a, b));
            case Div op -> Optional.of(DimMath.over(a, b));
            case Pow op -> Optional.empty();
            case Mod op -> Optional.empty();
        };
    }

    /// A symbol stands for an extent, which is never negative: so it is known not to equal the -1 of an open target.
    private static Optional<Dim> compared(Comparison operator, Dim a, Dim b) {
        if (a.isFixed() && b.isFixed()) {
            return Optional.of(truth(ElementwiseConstants.holds(operator, Long.compare(a.size(), b.size()))));
        }
        boolean equality = operator.relation() == Comparison.Relation.EQUAL;
        boolean negative = (a instanceof Dim.Fixed x && x.size() < 0) || (b instanceof Dim.Fixed y && y.size() < 0);
        if (equality && (negative || a.equals(b))) {
            return Optional.of(truth(!negative));
        }
        return Optional.empty();
    }

    private static Dim truth(boolean holds) {
        return Dim.of(holds ? 1 : 0);
    }

    private static Optional<ShapeValue> chosen(Operands in) {
        Optional<ShapeValue> condition = in.value(0);
        Optional<ShapeValue> a = in.value(1);
        Optional<ShapeValue> b = in.value(2);
        if (condition.isEmpty() || a.isEmpty() || b.isEmpty()) {
            return Optional.empty();
        }
        int length = condition.get().entries().size() == 1
                ? length(a.get(), b.get())
                : condition.get().entries().size();
        List<Dim> entries = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            boolean holds = condition.get().entry(i).equals(Dim.of(1));
            entries.add((holds ? a.get() : b.get()).entry(i));
        }
        boolean scalar = condition.get().scalar() && a.get().scalar() && b.get().scalar();
        return Optional.of(new ShapeValue(a.get().type(), scalar, entries));
    }
}
