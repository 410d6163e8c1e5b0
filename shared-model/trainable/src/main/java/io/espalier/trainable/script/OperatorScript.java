package io.espalier.trainable.script;

import io.espalier.onnx.Node;
import io.espalier.onnx.op.Activation;
import io.espalier.onnx.op.BatchNormalization;
import io.espalier.onnx.op.Broadcast;
import io.espalier.onnx.op.Conv;
import io.espalier.onnx.op.ConvTranspose;
import io.espalier.onnx.op.Gemm;
import io.espalier.onnx.op.LogSoftmax;
import io.espalier.onnx.op.MatMul;
import io.espalier.onnx.op.Movement;
import io.espalier.onnx.op.Normalization;
import io.espalier.onnx.op.Pool;
import io.espalier.onnx.op.Reduction;
import io.espalier.onnx.op.Resize;
import io.espalier.onnx.op.Scaffold;
import io.espalier.onnx.op.Softmax;
import io.espalier.onnx.op.Split;
import io.espalier.onnx.op.TopK;
import io.espalier.onnx.op.View;
import java.util.List;

/// The TorchScript statement of a node. A new operator does not compile until it has one, or a refusal.
///
/// Expressions call ATen functions by their schema's positional arguments (PyTorch 2.7, `native_functions.yaml`).
public final class OperatorScript {

    private OperatorScript() {}

    /// Lines that assign every output of a node.
    ///
    /// @throws UntrainableException with the reason, if the node has no expression
    public static String statement(Node node, Operands operands, Mode mode) {
        if (node.operator() instanceof TopK chosen) {
            return ReductionScript.topK(chosen, node, operands);
        }
        String expression = expression(node, operands, mode);
        if (node.operator() instanceof Split) {
            return operands.variables(node.outputs()) + ", = " + expression;
        }
        requireOneResult(node, operands);
        return operands.variable(node.output()) + " = " + expression;
    }

    private static void requireOneResult(Node node, Operands operands) {
        List<String> read =
                node.outputs().stream().skip(1).filter(operands::isRead).toList();
        if (!read.isEmpty()) {
            throw new UntrainableException("only the first output can be used, " + read + " are too");
        }
    }

    private static String expression(Node node, Operands in, Mode mode) {
        return switch (node.operator()) {
            case Activation op -> ActivationScript.of(op, node, in);
            case Broadcast op -> BroadcastScript.of(op, node, in);
            case Movement op -> MovementScript.of(op, node, in);
            case View op -> ViewScript.of(op, node, in);
            case Normalization op -> NormalizationScript.of(op, node, in);
            case BatchNormalization op -> NormalizationScript.batch(op, node, in, mode);
            case Pool op -> PoolScript.of(op, node, in);
            case Reduction op -> ReductionScript.of(op, node, in);
            case TopK ignored -> throw new IllegalStateException("TopK is a statement of its own");
            case Scaffold op -> ScaffoldScript.of(op, node, in);
            case Conv op -> ConvolutionScript.conv(op, node, in);
            case ConvTranspose op -> ConvolutionScript.transposed(op, node, in);
            case Gemm op -> ProductScript.gemm(op, node, in);
            case MatMul ignored -> "torch.matmul(%s, %s)".formatted(in.input(node, 0), in.input(node, 1));
            case Resize op -> ResizeScript.of(op, node, in);
            case Softmax op -> ProductScript.softmax("torch.softmax", op.axis(), op.flattened(), in.input(node, 0));
            case LogSoftmax op ->
                ProductScript.softmax("torch.log_softmax", op.axis(), op.flattened(), in.input(node, 0));
        };
    }
}
