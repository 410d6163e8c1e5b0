package io.espalier.onnx;

import java.util.function.LongBinaryOperator;

/// Arithmetic on extents. What cannot be computed becomes a symbol that spells the expression, so that equal
/// expressions stay equal.
final class DimMath {

    private DimMath() {}

    static Dim plus(Dim a, Dim b) {
        if (b instanceof Dim.Fixed zero && zero.size() == 0) {
            return a;
        }
        if (a instanceof Dim.Fixed zero && zero.size() == 0) {
            return b;
        }
        return combine(a, b, "+", Math::addExact);
    }

    static Dim plus(Dim a, long b) {
        return plus(a, Dim.of(b));
    }

    static Dim minus(Dim a, Dim b) {
        if (a.equals(b)) {
            return Dim.of(0);
        }
        return b instanceof Dim.Fixed zero && zero.size() == 0 ? a : combine(a, b, "-", Math::subtractExact);
    }

    static Dim times(Dim a, Dim b) {
        return DimProduct.of(a).times(DimProduct.of(b)).toDim();
    }

    /// The quotient truncated toward zero, as ONNX's Div on integers.
    ///
    /// @throws ArithmeticException on division by zero
    static Dim over(Dim a, Dim b) {
        return DimProduct.of(a)
                .dividedBy(DimProduct.of(b))
                .map(DimProduct::toDim)
                .orElseGet(() -> combine(a, b, "/", (x, y) -> x / y));
    }

    /// floor(a / b).
    static Dim floorOver(Dim a, long b) {
        return b == 1 ? a : combine(a, Dim.of(b), "//", Math::floorDiv);
    }

    /// ceil(a / b).
    static Dim ceilOver(Dim a, long b) {
        return b == 1 ? a : combine(a, Dim.of(b), "/^", Math::ceilDiv);
    }

    private static Dim combine(Dim a, Dim b, String sign, LongBinaryOperator known) {
        return a instanceof Dim.Fixed x && b instanceof Dim.Fixed y
                ? Dim.of(known.applyAsLong(x.size(), y.size()))
                : Dim.of("(" + a + " " + sign + " " + b + ")");
    }
}
