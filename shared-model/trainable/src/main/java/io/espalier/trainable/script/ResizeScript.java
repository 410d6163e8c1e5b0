package io.espalier.trainable.script;

import io.espalier.onnx.Dim;
import io.espalier.onnx.Node;
import io.espalier.onnx.Shape;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.op.Resize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Expressions of resized images: ATen's functions where their sampling is the operator's, tables of weights, one an
/// axis, where it is not.
///
/// Spatial axes of fixed extent only.
final class ResizeScript {

    /// Rounding of coordinates up to a thousand in float32.
    private static final float TOLERANCE = 1e-4f;

    private static final List<String> LINEAR =
            List.of("upsample_linear1d", "upsample_bilinear2d", "upsample_trilinear3d");

    private final Resize op;
    private final Node node;
    private final Operands in;
    private final Shape x;
    private final List<AxisSampling> spatial = new ArrayList<>();

    private ResizeScript(Resize op, Node node, Operands in) {
        this.op = op;
        this.node = node;
        this.in = in;
        this.x = in.shape(node, 0);
        if (op.antialias()) {
            throw new UntrainableException("antialias must be 0");
        }
        for (int axis = 0; axis < x.rank(); axis++) {
            Dim result = in.result(node).dim(axis);
            float scale = scale(axis, result);
            if (axis >= 2) {
                spatial.add(sampling(axis, Math.toIntExact(in.fixedExtent(result)), scale));
            } else if (scale != 1 || !x.dim(axis).equals(result)) {
                throw new UntrainableException("only spatial axes can be resized, axis " + axis + " is by " + scale);
            }
        }
    }

    /// ONNX Runtime copies where no extent changes, whatever the scale; elsewhere other axes are sampled all the same.
    static String of(Resize op, Node node, Operands in) {
        if (in.shape(node, 0).equals(in.result(node))) {
            return in.input(node, 0);
        }
        return new ResizeScript(op, node, in).expression();
    }

    private AxisSampling sampling(int axis, int out, float scale) {
        int extent = Math.toIntExact(in.extent(node, 0, axis));
        boolean whole = out == extent && scale == 1 && op.coordinates() != Resize.Coordinates.TF_CROP_AND_RESIZE;
        return whole
                ? AxisSampling.identity(extent)
                : AxisSampling.of(op, extent, out, scale, region(axis, 0, 0), region(axis, axes().size(), 1));
    }

    private List<Integer> axes() {
        List<Integer> axes = new ArrayList<>();
        for (int axis = 0; axis < x.rank(); axis++) {
            axes.add(axis);
        }
        return op.axes().isEmpty()
                ? axes
                : op.axes().stream().map(axis -> Math.floorMod(axis, x.rank())).toList();
    }

    /// As stated, or of the sizes; where the aspect ratio is kept, one for all axes.
    private float scale(int axis, Dim result) {
        int place = axes().indexOf(axis);
        if (place < 0 || (x.dim(axis).equals(result) && !isStated(2))) {
            return 1;
        }
        if (isStated(2)) {
            return in.constant(node, 2).floats()[place];
        }
        return switch (op.aspectRatio()) {
            case STRETCH -> (float) in.fixedExtent(result) / in.extent(node, 0, axis);
            case NOT_LARGER, NOT_SMALLER -> common();
        };
    }

    private float common() {
        boolean notLarger = op.aspectRatio() == Resize.AspectRatio.NOT_LARGER;
        long[] sizes = in.longs(node, 3);
        float common = notLarger ? Float.MAX_VALUE : 0;
        for (int place = 0; place < sizes.length; place++) {
            float ratio = (float) sizes[place] / in.extent(node, 0, axes().get(place));
            common = notLarger ? Math.min(common, ratio) : Math.max(common, ratio);
        }
        return common;
    }

    /// Before operator set 13, an input that is not meant is an empty tensor.
    private boolean isStated(int position) {
        return node.hasInput(position) && !in.shape(node, position).equals(Shape.of(0));
    }

    private float region(int axis, int offset, float whole) {
        boolean used = op.coordinates() == Resize.Coordinates.TF_CROP_AND_RESIZE && isStated(1);
        return used ? in.constant(node, 1).floats()[offset + axes().indexOf(axis)] : whole;
    }

    private String expression() {
        if (spatial.size() <= LINEAR.size() && !spatial.isEmpty()) {
            for (Resize.Coordinates coordinates :
                    List.of(Resize.Coordinates.HALF_PIXEL, Resize.Coordinates.ALIGN_CORNERS)) {
                if (op.mode() != Resize.Mode.NEAREST && isSampledBy(op.mode(), coordinates)) {
                    return interpolated(coordinates == Resize.Coordinates.ALIGN_CORNERS);
                }
            }
            if (op.mode() == Resize.Mode.NEAREST && isSampledBy(op.mode(), Resize.Coordinates.ASYMMETRIC)) {
                return "torch.upsample_nearest%dd(%s, %s)".formatted(spatial.size(), in.input(node, 0), sizes());
            }
        }
        return tabled();
    }

    /// Whether ATen's function of this mode has the weights that are asked for.
    private boolean isSampledBy(Resize.Mode mode, Resize.Coordinates coordinates) {
        if (mode == Resize.Mode.CUBIC && spatial.size() != 2) {
            return false;
        }
        Resize aten = new Resize(mode, coordinates, Resize.Rounding.FLOOR);
        return spatial.stream().allMatch(axis -> {
            int out = axis.places().length;
            float scale = (float) out / axis.extent();
            return axis.agrees(AxisSampling.of(aten, axis.extent(), out, scale, 0, 1), TOLERANCE);
        });
    }

    private String interpolated(boolean alignCorners) {
        String function = op.mode() == Resize.Mode.CUBIC ? "upsample_bicubic2d" : LINEAR.get(spatial.size() - 1);
        return "torch.%s(%s, %s, %s)".formatted(function, in.input(node, 0), sizes(), Literal.bool(alignCorners));
    }

    private List<Integer> sizes() {
        return spatial.stream().map(axis -> axis.places().length).toList();
    }

    private String tabled() {
        boolean chosen = op.mode() == Resize.Mode.NEAREST && op.coordinates() != Resize.Coordinates.TF_CROP_AND_RESIZE;
        String y = in.input(node, 0);
        for (int i = 0; i < spatial.size(); i++) {
            AxisSampling axis = spatial.get(i);
            if (!axis.isIdentity()) {
                y = chosen ? SelectionScript.at(y, i + 2, axis.indices(), in) : product(y, i + 2, axis);
            }
        }
        return extrapolated(y);
    }

    private String product(String y, int axis, AxisSampling sampling) {
        return "torch.transpose(torch.matmul(torch.transpose(%1$s, %2$d, -1), %3$s), %2$d, -1)"
                .formatted(y, axis, in.fixed(sampling.matrix()));
    }

    /// Elements outside the region hold no part of the image; the value is added there.
    private String extrapolated(String y) {
        long[] shape = spatial.stream().mapToLong(axis -> axis.places().length).toArray();
        float[] added = new float[Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact))];
        boolean any = false;
        for (int i = 0; i < added.length; i++) {
            int rest = i;
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                boolean outside = spatial.get(axis).outside()[rest % (int) shape[axis]];
                added[i] = outside ? op.extrapolation() : added[i];
                rest /= (int) shape[axis];
            }
            any |= added[i] != 0;
        }
        return any ? "torch.add(%s, %s)".formatted(y, in.fixed(Tensor.ofFloats(shape, added))) : y;
    }
}
