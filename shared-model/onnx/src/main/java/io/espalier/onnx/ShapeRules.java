package io.espalier.onnx;

import io.espalier.onnx.op.Activation;
import io.espalier.onnx.op.Arithmetic;
import io.espalier.onnx.op.AveragePool;
import io.espalier.onnx.op.BatchNormalization;
import io.espalier.onnx.op.Cast;
import io.espalier.onnx.op.Concat;
import io.espalier.onnx.op.Constant;
import io.espalier.onnx.op.ConstantOfShape;
import io.espalier.onnx.op.Conv;
import io.espalier.onnx.op.Dropout;
import io.espalier.onnx.op.Flatten;
import io.espalier.onnx.op.Gather;
import io.espalier.onnx.op.Gemm;
import io.espalier.onnx.op.GlobalAveragePool;
import io.espalier.onnx.op.Identity;
import io.espalier.onnx.op.MatMul;
import io.espalier.onnx.op.MaxPool;
import io.espalier.onnx.op.Pad;
import io.espalier.onnx.op.Range;
import io.espalier.onnx.op.ReduceMean;
import io.espalier.onnx.op.Reshape;
import io.espalier.onnx.op.Scaffold;
import io.espalier.onnx.op.ShapeOf;
import io.espalier.onnx.op.Slice;
import io.espalier.onnx.op.Softmax;
import io.espalier.onnx.op.Squeeze;
import io.espalier.onnx.op.Transpose;
import io.espalier.onnx.op.Unsqueeze;
import java.util.List;
import java.util.stream.IntStream;

/// The output shapes of a node from those of its inputs: one rule an operator.
final class ShapeRules {

    private ShapeRules() {}

    /// One shape an output; the last one holds for further outputs too (MaxPool's indices, Dropout's mask).
    static List<Shape> outputs(Operands in) {
        return List.of(output(in));
    }

    private static Shape output(Operands in) {
        return switch (in.node().operator()) {
            case Activation op -> in.shape(0);
            case Arithmetic op -> BroadcastShapes.of(in, in.shape(0), in.shape(1));
            case Scaffold op -> scaffold(op, in);
            case Conv op -> WindowShapes.conv(op, in);
            case MaxPool op -> WindowShapes.pool(op.window(), op.ceilMode(), in);
            case AveragePool op -> WindowShapes.pool(op.window(), op.ceilMode(), in);
            case GlobalAveragePool op -> WindowShapes.global(in);
            case BatchNormalization op -> batchNormalization(op, in);
            case Gemm op -> BroadcastShapes.gemm(op, in);
            case MatMul op -> BroadcastShapes.matMul(in);
            case Flatten op -> AxisShapes.flatten(op, in);
            case Reshape op -> ReshapeShapes.reshape(op, in);
            case Concat op -> AxisShapes.concat(op, in);
            case Pad op -> AxisShapes.pad(in);
            case Slice op -> AxisShapes.slice(in);
            case Transpose op -> AxisShapes.transpose(op, in);
            case ReduceMean op -> AxisShapes.reduceMean(op, in);
            case Softmax op -> in.shape(0);
            case Gather op -> AxisShapes.gather(op, in);
            case Unsqueeze op -> ReshapeShapes.unsqueeze(op, in);
            case Squeeze op -> ReshapeShapes.squeeze(op, in);
        };
    }

    private static Shape scaffold(Scaffold operator, Operands in) {
        return switch (operator) {
            case Constant op -> Shape.of(op.value().shape());
            case ConstantOfShape op -> constantOfShape(in);
            case ShapeOf op ->
                Shape.of(ShapeValues.extents(op, in.shape(0)).entries().size());
            case Range op -> range(in);
            case Identity op -> in.shape(0);
            case Dropout op -> in.shape(0);
            case Cast op -> in.shape(0);
        };
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

    private static Shape batchNormalization(BatchNormalization op, Operands in) {
        if (op.trainingMode() || in.node().outputs().size() > 1) {
            throw Invalid.unsupported(in.node().label() + ": training_mode=1 is not supported; export the model in"
                    + " evaluation mode with its BatchNormalization kept");
        }
        Shape x = in.shape(0);
        for (int i = 1; i <= 4; i++) {
            Shape parameter = in.shape(i);
            if (x.rank() < 2 || parameter.rank() != 1 || differ(parameter.dim(0), x.dim(1))) {
                throw in.wrong("input " + i + " must have shape (channels) of " + x + ", had " + parameter);
            }
        }
        return x;
    }

    /// Both known and not the same.
    static boolean differ(Dim a, Dim b) {
        return a.isFixed() && b.isFixed() && !a.equals(b);
    }
}
