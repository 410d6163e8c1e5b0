package io.espalier.onnx;

import io.espalier.onnx.op.Resize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Shapes of resized images: floor(extent · scale), the product in float32 as ONNX Runtime takes it, or the sizes.
///
/// Source: ONNX operator Resize-19.
final class ResizeShapes {

    private ResizeShapes() {}

    static Shape of(Resize op, Operands in) {
        Shape x = in.shape(0);
        int[] axes = axes(op, in);
        List<Dim> dims = new ArrayList<>(x.dims());
        if (isGiven(in, 2)) {
            float[] scales = in.constant(2).map(Tensor::floats).orElse(new float[0]);
            for (int i = 0; i < axes.length; i++) {
                boolean known = in.constant(2).isPresent();
                dims.set(axes[i], known ? scaled(x.dim(axes[i]), scales[i], in, axes[i]) : in.unknown(axes[i]));
            }
        } else if (isGiven(in, 3)) {
            List<Dim> sizes = sizes(op, in, axes);
            IntStream.range(0, axes.length).forEach(i -> dims.set(axes[i], sizes.get(i)));
        } else {
            throw in.wrong("one of scales (input 2) and sizes (input 3) must be given");
        }
        return new Shape(dims);
    }

    /// The axes that scales and sizes speak of, counted from the front.
    static int[] axes(Resize op, Operands in) {
        int rank = in.shape(0).rank();
        int[] axes = op.axes().isEmpty()
                ? IntStream.range(0, rank).toArray()
                : op.axes().stream().mapToInt(axis -> in.axis(axis, rank)).toArray();
        int position = isGiven(in, 2) ? 2 : 3;
        if (in.node().hasInput(position) && !in.shape(position).equals(Shape.of(axes.length))) {
            throw in.wrong(
                    "input " + position + " must have " + axes.length + " elements, had shape " + in.shape(position));
        }
        return axes;
    }

    /// Before operator set 13, scales that are not meant are an empty tensor.
    private static boolean isGiven(Operands in, int input) {
        return in.node().hasInput(input) && !in.shape(input).equals(Shape.of(0));
    }

    private static Dim scaled(Dim extent, float scale, Operands in, int axis) {
        if (!(scale > 0)) {
            throw in.wrong("scales must be > 0, was " + scale);
        }
        if (extent instanceof Dim.Fixed fixed) {
            return Dim.of((long) (scale * fixed.size()));
        }
        if (scale == Math.rint(scale)) {
            return DimMath.times(extent, Dim.of((long) scale));
        }
        return in.unknown(axis);
    }

    private static List<Dim> sizes(Resize op, Operands in, int[] axes) {
        Optional<ShapeValue> sizes = in.value(3);
        if (sizes.isEmpty()) {
            return Arrays.stream(axes).mapToObj(in::unknown).toList();
        }
        return switch (op.aspectRatio()) {
            case STRETCH -> sizes.get().entries();
            case NOT_LARGER, NOT_SMALLER -> proportional(op, in, axes, sizes.get());
        };
    }

    private static List<Dim> proportional(Resize op, Operands in, int[] axes, ShapeValue sizes) {
        Shape x = in.shape(0);
        boolean notLarger = op.aspectRatio() == Resize.AspectRatio.NOT_LARGER;
        float scale = notLarger ? Float.MAX_VALUE : 0;
        for (int i = 0; i < axes.length; i++) {
            Dim size = sizes.entries().get(i);
            if (!size.isFixed() || !x.dim(axes[i]).isFixed()) {
                return Arrays.stream(axes).mapToObj(in::unknown).toList();
            }
            float ratio = (float) size.size() / x.dim(axes[i]).size();
            scale = notLarger ? Math.min(scale, ratio) : Math.max(scale, ratio);
        }
        float common = scale;
        return Arrays.stream(axes)
                .mapToObj(axis -> Dim.of(Math.round(common * x.dim(axis).size())))
                .toList();
    }
}
