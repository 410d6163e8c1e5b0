package io.espalier.onnx;

import io.espalier.onnx.op.Gemm;
import java.util.ArrayList;
import java.util.List;

/// Shapes of operators on two tensors.
///
/// Source: ONNX "Broadcasting in ONNX" (multidirectional), operators Gemm-13 and MatMul-13.
final class BroadcastShapes {

    private BroadcastShapes() {}

    /// The common shape: extents are compared from the innermost axis, an extent of 1 stretches.
    static Shape of(Operands in, Shape a, Shape b) {
        int rank = Math.max(a.rank(), b.rank());
        List<Dim> dims = new ArrayList<>();
        for (int axis = rank; axis >= 1; axis--) {
            Dim x = axis > a.rank() ? Dim.of(1) : a.dim(-axis);
            Dim y = axis > b.rank() ? Dim.of(1) : b.dim(-axis);
            if (ShapeRules.differ(x, y) && x.size() != 1 && y.size() != 1) {
                throw in.wrong("shapes " + a + " and " + b + " cannot be broadcast together");
            }
            dims.add(common(x, y));
        }
        return new Shape(dims);
    }

    /// The common shape of all inputs.
    static Shape ofAll(Operands in) {
        Shape common = in.shape(0);
        for (int i = 1; i < in.count(); i++) {
            common = of(in, common, in.shape(i));
        }
        return common;
    }

    /// One-directional broadcasting: no extent of `to` grows.
    static void requireStretchable(Operands in, Shape from, Shape to) {
        boolean fits = from.rank() <= to.rank();
        for (int axis = 1; fits && axis <= from.rank(); axis++) {
            fits = from.dim(-axis).equals(Dim.of(1)) || !ShapeRules.differ(from.dim(-axis), to.dim(-axis));
        }
        if (!fits) {
            throw in.wrong("shape " + from + " cannot be broadcast to " + to);
        }
    }

    static Shape expand(Operands in) {
        Shape x = in.shape(0);
        return in.value(1)
                .map(target -> of(in, x, new Shape(target.entries())))
                .orElseGet(() -> new Shape(ShapeRules.unknownVector(in, in.shape(1))));
    }

    private static Dim common(Dim x, Dim y) {
        Dim one = Dim.of(1);
        if (x.equals(y) || y.equals(one)) {
            return x;
        }
        if (x.equals(one) || y.isFixed()) {
            return y;
        }
        return x.isFixed() ? x : Dim.of("broadcast(" + x + ", " + y + ")");
    }

    static Shape gemm(Gemm op, Operands in) {
        Shape a = in.shape(0);
        Shape b = in.shape(1);
        if (a.rank() != 2 || b.rank() != 2) {
            throw in.wrong("its first two inputs must be matrices, were " + a + " and " + b);
        }
        Dim m = a.dim(op.transA() ? 1 : 0);
        Dim n = b.dim(op.transB() ? 0 : 1);
        requireInner(in, a.dim(op.transA() ? 0 : 1), b.dim(op.transB() ? 1 : 0), a, b);
        Shape product = Shape.of(m, n);
        if (in.node().hasInput(2)) {
            requireStretchable(in, in.shape(2), product);
        }
        return product;
    }

    /// As `numpy.matmul`: a vector on the left is a row, on the right a column; the extent put in goes again.
    static Shape matMul(Operands in) {
        Shape a = in.shape(0);
        Shape b = in.shape(1);
        if (a.rank() == 0 || b.rank() == 0) {
            throw in.wrong("its inputs must not be scalars, were " + a + " and " + b);
        }
        requireInner(in, a.dim(-1), b.dim(b.rank() == 1 ? 0 : -2), a, b);
        Shape outer = of(in, leading(a), leading(b));
        List<Dim> dims = new ArrayList<>(outer.dims());
        if (a.rank() > 1) {
            dims.add(a.dim(-2));
        }
        if (b.rank() > 1) {
            dims.add(b.dim(-1));
        }
        return new Shape(dims);
    }

    private static Shape leading(Shape shape) {
        return new Shape(shape.dims().subList(0, Math.max(0, shape.rank() - 2)));
    }

    private static void requireInner(Operands in, Dim left, Dim right, Shape a, Shape b) {
        if (ShapeRules.differ(left, right)) {
            throw in.wrong("inner extents must be equal, were " + left + " and " + right + " of " + a + " and " + b);
        }
    }
}
