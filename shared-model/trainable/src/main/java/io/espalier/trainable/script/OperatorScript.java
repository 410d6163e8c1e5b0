package io.espalier.trainable;

import io.espalier.onnx.Node;
import io.espalier.onnx.op.Activation;
import io.espalier.onnx.op.Add;
import io.espalier.onnx.op.ArgReduce;
import io.espalier.onnx.op.Arithmetic;
import io.espalier.onnx.op.AveragePool;
import io.espalier.onnx.op.BatchNormalization;
import io.espalier.onnx.op.Cast;
import io.espalier.onnx.op.Celu;
import io.espalier.onnx.op.Clip;
import io.espalier.onnx.op.Comparison;
import io.espalier.onnx.op.Concat;
import io.espalier.onnx.op.Constant;
import io.espalier.onnx.op.ConstantOfShape;
import io.espalier.onnx.op.Conv;
import io.espalier.onnx.op.ConvTranspose;
import io.espalier.onnx.op.DepthToSpace;
import io.espalier.onnx.op.Div;
import io.espalier.onnx.op.Dropout;
import io.espalier.onnx.op.Elu;
import io.espalier.onnx.op.Expand;
import io.espalier.onnx.op.Flatten;
import io.espalier.onnx.op.Gather;
import io.espalier.onnx.op.GatherElements;
import io.espalier.onnx.op.Gelu;
import io.espalier.onnx.op.Gemm;
import io.espalier.onnx.op.GlobalAveragePool;
import io.espalier.onnx.op.GlobalMaxPool;
import io.espalier.onnx.op.HardSigmoid;
import io.espalier.onnx.op.HardSwish;
import io.espalier.onnx.op.Identity;
import io.espalier.onnx.op.LeakyRelu;
import io.espalier.onnx.op.LogSoftmax;
import io.espalier.onnx.op.Logical;
import io.espalier.onnx.op.MatMul;
import io.espalier.onnx.op.MaxPool;
import io.espalier.onnx.op.Mod;
import io.espalier.onnx.op.Mul;
import io.espalier.onnx.op.NonZero;
import io.espalier.onnx.op.Normalization;
import io.espalier.onnx.op.Operator;
import io.espalier.onnx.op.PRelu;
import io.espalier.onnx.op.Pad;
import io.espalier.onnx.op.Pow;
import io.espalier.onnx.op.Range;
import io.espalier.onnx.op.Reduce;
import io.espalier.onnx.op.Relu;
import io.espalier.onnx.op.Reshape;
import io.espalier.onnx.op.Resize;
import io.espalier.onnx.op.Scaffold;
import io.espalier.onnx.op.Selu;
import io.espalier.onnx.op.ShapeOf;
import io.espalier.onnx.op.Sigmoid;
import io.espalier.onnx.op.SizeOf;
import io.espalier.onnx.op.Slice;
import io.espalier.onnx.op.Softmax;
import io.espalier.onnx.op.SpaceToDepth;
import io.espalier.onnx.op.Split;
import io.espalier.onnx.op.Squeeze;
import io.espalier.onnx.op.Sub;
import io.espalier.onnx.op.Tile;
import io.espalier.onnx.op.TopK;
import io.espalier.onnx.op.Transpose;
import io.espalier.onnx.op.Unary;
import io.espalier.onnx.op.Unsqueeze;
import io.espalier.onnx.op.Variadic;
import io.espalier.onnx.op.Where;

/// The TorchScript expression of a node. A new operator does not compile until it has one here, or a refusal.
///
/// Expressions call ATen functions by their schema's positional arguments (PyTorch 2.7, `native_functions.yaml`).
final class OperatorScript {

    private OperatorScript() {}

    /// @throws UntrainableException with the reason, if the node has no expression
    static String expression(Node node, Operands operands, Mode mode) {
        if (node.outputs().stream().filter(output -> !output.isEmpty()).count() > 1) {
            throw new UntrainableException("only the first output can be used, has " + node.outputs());
        }
        String x = operands.input(node, 0);
        return switch (node.operator()) {
            case Activation activation -> activation(activation, node, operands, x);
            case Arithmetic arithmetic -> arithmetic(arithmetic, x, operands.input(node, 1));
            case Scaffold scaffold -> scaffold(scaffold, x);
            case Conv conv -> WindowScript.conv(conv, node, operands);
            case MaxPool pool -> WindowScript.maxPool(pool, node, operands);
            case AveragePool pool -> WindowScript.averagePool(pool, node, operands);
            case BatchNormalization norm -> batchNorm(norm, node, operands, mode);
            case Gemm gemm -> gemm(gemm, x, operands.input(node, 1), operands.input(node, 2));
            case MatMul ignored -> "torch.matmul(%s, %s)".formatted(x, operands.input(node, 1));
            case GlobalAveragePool ignored -> ShapeScript.globalMean(node, operands);
            case Reduce reduce -> {
                if (reduce.kind() != Reduce.Kind.MEAN) {
                    throw untrained(reduce);
                }
                yield ShapeScript.mean(reduce, node, operands);
            }
            case Flatten flatten -> ShapeScript.flatten(flatten, x);
            case Reshape reshape -> ShapeScript.reshape(reshape, node, operands);
            case Concat concat -> ShapeScript.concat(concat, node, operands);
            case Pad pad -> ShapeScript.pad(pad, node, operands);
            case Slice ignored -> ShapeScript.slice(node, operands);
            case Transpose transpose -> ShapeScript.transpose(transpose, node, operands);
            case Gather gather -> ShapeScript.gather(gather, node, operands);
            case Unsqueeze ignored -> ShapeScript.unsqueeze(node, operands);
            case Squeeze ignored -> ShapeScript.squeeze(node, operands);
            case Softmax softmax -> softmax(softmax, x);
            case Comparison op -> throw untrained(op);
            case Logical op -> throw untrained(op);
            case Variadic op -> throw untrained(op);
            case Where op -> throw untrained(op);
            case DepthToSpace op -> throw untrained(op);
            case Expand op -> throw untrained(op);
            case GatherElements op -> throw untrained(op);
            case SpaceToDepth op -> throw untrained(op);
            case Split op -> throw untrained(op);
            case Tile op -> throw untrained(op);
            case Normalization op -> throw untrained(op);
            case GlobalMaxPool op -> throw untrained(op);
            case ArgReduce op -> throw untrained(op);
            case ConvTranspose op -> throw untrained(op);
            case Resize op -> throw untrained(op);
            case LogSoftmax op -> throw untrained(op);
            case TopK op -> throw untrained(op);
        };
    }

    private static String activation(Activation activation, Node node, Operands operands, String x) {
        return switch (activation) {
            case Relu ignored -> "torch.relu(" + x + ")";
            case LeakyRelu relu -> "torch.leaky_relu(%s, %s)".formatted(x, relu.alpha());
            case Sigmoid ignored -> "torch.sigmoid(" + x + ")";
            case HardSigmoid sigmoid ->
                "torch.clamp(torch.add(torch.mul(%s, %s), %s), 0., 1.)".formatted(x, sigmoid.alpha(), sigmoid.beta());
            case HardSwish ignored -> "torch.hardswish(" + x + ")";
            case Clip ignored ->
                "torch.clamp(%s, %s, %s)".formatted(x, bound(node, operands, 1), bound(node, operands, 2));
            case PRelu op -> throw untrained(op);
            case Elu op -> throw untrained(op);
            case Selu op -> throw untrained(op);
            case Celu op -> throw untrained(op);
            case Gelu op -> throw untrained(op);
            case Unary op -> throw untrained(op);
        };
    }

    private static String bound(Node node, Operands operands, int position) {
        return node.hasInput(position)
                ? number(operands.constant(node, position).floats()[0])
                : "None";
    }

    private static String arithmetic(Arithmetic arithmetic, String a, String b) {
        return switch (arithmetic) {
            case Add ignored -> "torch.add(%s, %s)".formatted(a, b);
            case Sub ignored -> "torch.sub(%s, %s)".formatted(a, b);
            case Mul ignored -> "torch.mul(%s, %s)".formatted(a, b);
            case Div ignored -> "torch.div(%s, %s)".formatted(a, b);
            case Pow op -> throw untrained(op);
            case Mod op -> throw untrained(op);
        };
    }

    private static UntrainableException untrained(Operator operator) {
        return new UntrainableException(operator.type() + " has no expression yet");
    }

    /// What the training form leaves of these depends on the images, so it cannot be written down.
    private static String scaffold(Scaffold scaffold, String x) {
        return switch (scaffold) {
            case Identity ignored -> x;
            case Dropout ignored -> x; // fine-tuning keeps the eval form: the exporter's file drops nothing either
            case Constant ignored -> throw new UntrainableException("constants must be folded first");
            case ConstantOfShape ignored -> throw computedShape();
            case ShapeOf ignored -> throw computedShape();
            case SizeOf ignored -> throw computedShape();
            case NonZero ignored -> throw computedShape();
            case Range ignored -> throw computedShape();
            case Cast ignored -> throw new UntrainableException("a cast of a computed value has no gradient");
        };
    }

    private static UntrainableException computedShape() {
        return new UntrainableException("shapes must not depend on computed values");
    }

    private static String batchNorm(BatchNormalization norm, Node node, Operands operands, Mode mode) {
        if (norm.trainingMode()) {
            throw new UntrainableException("training_mode must be 0: the file is evaluated as it stands");
        }
        String batchStatistics = mode == Mode.EVAL ? "False" : "True";
        // ONNX weighs the old statistics, PyTorch the new ones.
        String momentum =
                switch (mode) {
                    case TRAIN -> Double.toString(1 - (double) norm.momentum());
                    case EVAL -> "0.";
                    case RECALIBRATE -> "float(m)";
                };
        return "torch.batch_norm(%s, %s, %s, %s, %s, %s, %s, %s, False)"
                .formatted(
                        operands.input(node, 0),
                        operands.input(node, 1),
                        operands.input(node, 2),
                        operands.input(node, 3),
                        operands.input(node, 4),
                        batchStatistics,
                        momentum,
                        norm.epsilon());
    }

    private static String gemm(Gemm gemm, String a, String b, String c) {
        String left = gemm.transA() ? "torch.t(" + a + ")" : a;
        String right = gemm.transB() ? "torch.t(" + b + ")" : b;
        String product = scaled("torch.matmul(%s, %s)".formatted(left, right), gemm.alpha());
        return c.equals("None") ? product : "torch.add(%s, %s)".formatted(product, scaled(c, gemm.beta()));
    }

    private static String scaled(String tensor, float factor) {
        return factor == 1 ? tensor : "torch.mul(%s, %s)".formatted(tensor, number(factor));
    }

    private static String softmax(Softmax softmax, String x) {
        return softmax.flattened()
                ? "torch.reshape_as(torch.softmax(torch.flatten(%1$s, %2$d), -1), %1$s)".formatted(x, softmax.axis())
                : "torch.softmax(%s, %d)".formatted(x, softmax.axis());
    }

    /// A float as the script reads it back exactly.
    static String number(float value) {
        return Double.toString(value);
    }
}
