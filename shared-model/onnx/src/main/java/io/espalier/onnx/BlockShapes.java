package io.espalier.onnx;

import io.espalier.onnx.op.DepthToSpace;
import io.espalier.onnx.op.SpaceToDepth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Shapes of operators that trade one axis for another, or repeat axes.
///
/// Source: ONNX operators DepthToSpace-13, SpaceToDepth-13, Tile-13.
final class BlockShapes {

    private BlockShapes() {}

    static Shape depthToSpace(DepthToSpace op, Operands in) {
        Shape x = image(in);
        long size = op.blockSize();
        Dim channels = divided(x.dim(1), size * size, in);
        return Shape.of(
                x.dim(0), channels, DimMath.times(x.dim(2), Dim.of(size)), DimMath.times(x.dim(3), Dim.of(size)));
    }

    static Shape spaceToDepth(SpaceToDepth op, Operands in) {
        Shape x = image(in);
        long size = op.blockSize();
        Dim channels = DimMath.times(x.dim(1), Dim.of(size * size));
        return Shape.of(x.dim(0), channels, divided(x.dim(2), size, in), divided(x.dim(3), size, in));
    }

    private static Shape image(Operands in) {
        Shape x = in.shape(0);
        if (x.rank() != 4) {
            throw in.wrong("its input must be (n, c, h, w), was " + x);
        }
        return x;
    }

    private static Dim divided(Dim extent, long divisor, Operands in) {
        if (extent.isFixed() && extent.size() % divisor != 0) {
            throw in.wrong("extent " + extent + " of " + in.shape(0) + " must be a multiple of " + divisor);
        }
        return DimMath.over(extent, Dim.of(divisor));
    }

    static Shape tile(Operands in) {
        Shape x = in.shape(0);
        Optional<ShapeValue> repeats = in.value(1);
        if (!in.shape(1).equals(Shape.of(x.rank()))) {
            throw in.wrong("repeats must have one value for each axis of " + x + ", had shape " + in.shape(1));
        }
        List<Dim> dims = new ArrayList<>();
        for (int axis = 0; axis < x.rank(); axis++) {
            dims.add(
                    repeats.isEmpty()
                            ? in.unknown(axis)
                            : DimMath.times(x.dim(axis), repeats.get().entries().get(axis)));
        }
        return new Shape(dims);
    }
}
