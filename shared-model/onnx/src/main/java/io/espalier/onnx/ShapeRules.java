package io.espalier.onnx;

import io.espalier.onnx.op.Activation;
import io.espalier.onnx.op.ArgReduce;
import io.espalier.onnx.op.AveragePool;
import io.espalier.onnx.op.BatchNormalization;
import io.espalier.onnx.op.Broadcast;
import io.espalier.onnx.op.Cast;
import io.espalier.onnx.op.Concat;
import io.espalier.onnx.op.Constant;
import io.espalier.onnx.op.ConstantOfShape;
import io.espalier.onnx.op.Conv;
import io.espalier.onnx.op.ConvTranspose;
import io.espalier.onnx.op.DepthToSpace;
import io.espalier.onnx.op.Dropout;
import io.espalier.onnx.op.Expand;
import io.espalier.onnx.op.Flatten;
import io.espalier.onnx.op.Gather;
import io.espalier.onnx.op.GatherElements;
import io.espalier.onnx.op.Gemm;
import io.espalier.onnx.op.GlobalAveragePool;
import io.espalier.onnx.op.GlobalMaxPool;
import io.espalier.onnx.op.Identity;
import io.espalier.onnx.op.LayerNormalization;
import io.espalier.onnx.op.LogSoftmax;
import io.espalier.onnx.op.MatMul;
import io.espalier.onnx.op.MaxPool;
import io.espalier.onnx.op.Movement;
import io.espalier.onnx.op.NonZero;
import io.espalier.onnx.op.Normalization;
import io.espalier.onnx.op.PRelu;
import io.espalier.onnx.op.Pad;
import io.espalier.onnx.op.Pool;
import io.espalier.onnx.op.Range;
import io.espalier.onnx.op.Reduce;
import io.espalier.onnx.op.Reduction;
import io.espalier.onnx.op.Reshape;
import io.espalier.onnx.op.Resize;
import io.espalier.onnx.op.Scaffold;
import io.espalier.onnx.op.ShapeOf;
import io.espalier.onnx.op.SizeOf;
import io.espalier.onnx.op.Slice;
import io.espalier.onnx.op.Softmax;
import io.espalier.onnx.op.SpaceToDepth;
import io.espalier.onnx.op.Split;
import io.espalier.onnx.op.Squeeze;
import io.espalier.onnx.op.Tile;
import io.espalier.onnx.op.TopK;
import io.espalier.onnx.op.Transpose;
import io.espalier.onnx.op.Unsqueeze;
import io.espalier.onnx.op.View;
import java.util.List;
import java.util.stream.IntStream;

/// The output shapes of a node from those of its inputs: one rule an operator.
final class ShapeRules {

    private ShapeRules() {}

    /// One shape an output; the last one holds for further outputs too (indices, masks).
    static List<Shape> outputs(Operands in) {
        if (in.node().operator() instanceof Split op) {
            return AxisShapes.split(op, in);
        }
        if (in.node().operator() instanceof LayerNormalization op) {
            return List.of(output(in), NormalizationShapes.statistics(op, in));
        }
        return List.of(output(in));
    }

    private static Shape output(Operands in) {
        return switch (in.node().operator()) {
            case Activation op -> activation(op, in);
            case Broadcast op -> BroadcastShapes.ofAll(in);
            case Scaffold op -> scaffold(op, in);
            case View op -> view(op, in);
            case Movement op -> movement(op, in);
            case Pool op -> pool(op, in);
            case Reduction op -> reduction(op, in);
            case Normalization op -> NormalizationShapes.of(op, in);
            case BatchNormalization op -> NormalizationShapes.batch(op, in);
            case Conv op -> WindowShapes.conv(op, in);
            case ConvTranspose op -> TransposedWindowShapes.of(op, in);
            case Gemm op -> BroadcastShapes.gemm(op, in);
            case MatMul op -> BroadcastShapes.matMul(in);
            case Resize op -> ResizeShapes.of(op, in);
            case Softmax op -> in.shape(0);
            case LogSoftmax op -> in.shape(0);
            case TopK op -> AxisShapes.topK(op, in);
        };
    }

    /// A slope is stretched to the input, never the input to it.
    private static Shape activation(Activation operator, Operands in) {
        Shape x = in.shape(0);
        if (operator instanceof PRelu) {
            BroadcastShapes.requireStretchable(in, in.shape(1), x);
        }
        return x;
    }

    private static Shape view(View operator, Operands in) {
        return switch (operator) {
            case Flatten op -> AxisShapes.flatten(op, in);
            case Reshape op -> ReshapeShapes.reshape(op, in);
            case Unsqueeze op -> ReshapeShapes.unsqueeze(in);
            case Squeeze op -> ReshapeShapes.squeeze(in);
        };
    }

    private static Shape movement(Movement operator, Operands in) {
        return switch (operator) {
            case Concat op -> AxisShapes.concat(op, in);
            case DepthToSpace op -> BlockShapes.depthToSpace(op, in);
            case Expand op -> BroadcastShapes.expand(in);
            case Gather op -> AxisShapes.gather(op, in);
            case GatherElements op -> AxisShapes.gatherElements(op, in);
            case Pad op -> AxisShapes.pad(in);
            case Slice op -> AxisShapes.slice(in);
            case SpaceToDepth op -> BlockShapes.spaceToDepth(op, in);
            case Split op -> throw new IllegalStateException("Split has several shapes");
            case Tile op -> BlockShapes.tile(in);
            case Transpose op -> AxisShapes.transpose(op, in);
        };
    }

    private static Shape pool(Pool operator, Operands in) {
        return switch (operator) {
            case MaxPool op -> WindowShapes.pool(op.window(), op.ceilMode(), in);
            case AveragePool op -> WindowShapes.pool(op.window(), op.ceilMode(), in);
            case GlobalAveragePool op -> WindowShapes.global(in);
            case GlobalMaxPool op -> WindowShapes.global(in);
        };
    }

    private static Shape reduction(Reduction operator, Operands in) {
        return switch (operator) {
            case Reduce op -> ReductionShapes.reduce(op, in);
            case ArgReduce op -> ReductionShapes.index(op, in);
        };
    }

    private static Shape scaffold(Scaffold operator, Operands in) {
        return switch (operator) {
            case Constant op -> Shape.of(op.value().shape());
            case ConstantOfShape op -> constantOfShape(in);
            case ShapeOf op ->
                Shape.of(ShapeValues.extents(op, in.shape(0)).entries().size());
            case SizeOf op -> new Shape(List.of());
            case NonZero op -> nonZero(in);
            case Range op -> range(in);
            case Identity op -> in.shape(0);
            case Dropout op -> in.shape(0);
            case Cast op -> in.shape(0);
        };
    }

    private static Shape nonZero(Operands in) {
        return in.constant(0)
                .map(tensor -> Shape.of(Rearrange.nonZero(tensor).shape()))
                .orElseGet(() -> Shape.of(Dim.of(Math.max(1, in.shape(0).rank())), in.unknown(1)));
    }

    private static Shape constantOfShape(Operands in) {
        return in.value(0)
                .map(value -> new Shape(value.entries()))
                .orElseGet(() -> new Shape(unknownVector(in, in.shape(0))));
    }

    /// One unknown extent for each entry of a shape tensor.
    static List<Dim> unknownVector(Operands in, Shape target) {
        if (target.rank() != 1 || !target.isFixed()) {
            throw Invalid.unsupported(in.node().label() + ": the rank of its output depends on what is fed");
        }
        return IntStream.range(0, (int) target.dim(0).size())
                .mapToObj(in::unknown)
                .toList();
    }

    private static Shape range(Operands in) {
        boolean known = in.constant(0).isPresent()
                && in.constant(1).isPresent()
                && in.constant(2).isPresent();
        return known ? Shape.of(ConstantEvaluator.rangeLength(in)) : Shape.of(in.unknown(0));
    }

    /// Both known and not the same.
    static boolean differ(Dim a, Dim b) {
        return a.isFixed() && b.isFixed() && !a.equals(b);
    }
}
