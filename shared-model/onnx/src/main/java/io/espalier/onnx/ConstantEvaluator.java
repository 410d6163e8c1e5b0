package io.espalier.onnx;

import io.espalier.onnx.op.Activation;
import io.espalier.onnx.op.Arithmetic;
import io.espalier.onnx.op.BatchNormalization;
import io.espalier.onnx.op.Broadcast;
import io.espalier.onnx.op.Cast;
import io.espalier.onnx.op.Comparison;
import io.espalier.onnx.op.Concat;
import io.espalier.onnx.op.Constant;
import io.espalier.onnx.op.ConstantOfShape;
import io.espalier.onnx.op.Conv;
import io.espalier.onnx.op.ConvTranspose;
import io.espalier.onnx.op.DepthToSpace;
import io.espalier.onnx.op.Dropout;
import io.espalier.onnx.op.Expand;
import io.espalier.onnx.op.Gather;
import io.espalier.onnx.op.GatherElements;
import io.espalier.onnx.op.Gemm;
import io.espalier.onnx.op.Identity;
import io.espalier.onnx.op.LogSoftmax;
import io.espalier.onnx.op.Logical;
import io.espalier.onnx.op.MatMul;
import io.espalier.onnx.op.Movement;
import io.espalier.onnx.op.NonZero;
import io.espalier.onnx.op.Normalization;
import io.espalier.onnx.op.Pad;
import io.espalier.onnx.op.Pool;
import io.espalier.onnx.op.Range;
import io.espalier.onnx.op.Reduce;
import io.espalier.onnx.op.Reduction;
import io.espalier.onnx.op.Resize;
import io.espalier.onnx.op.Scaffold;
import io.espalier.onnx.op.ShapeOf;
import io.espalier.onnx.op.SizeOf;
import io.espalier.onnx.op.Slice;
import io.espalier.onnx.op.Softmax;
import io.espalier.onnx.op.SpaceToDepth;
import io.espalier.onnx.op.Split;
import io.espalier.onnx.op.Tile;
import io.espalier.onnx.op.TopK;
import io.espalier.onnx.op.Transpose;
import io.espalier.onnx.op.Unary;
import io.espalier.onnx.op.Variadic;
import io.espalier.onnx.op.View;
import io.espalier.onnx.op.Where;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Computes nodes whose inputs are all constant: the operators that exporters use for shapes, axes and pads. Layers
/// are not computed even if their inputs are constant: their weights shall stay trainable.
final class ConstantEvaluator {

    private ConstantEvaluator() {}

    /// @param output the output's shape, fixed
    static Optional<Tensor> evaluate(Operands in, Shape output) {
        return switch (in.node().operator()) {
            case Scaffold op -> scaffold(op, in, output);
            case Broadcast op -> broadcast(op, in, output);
            case View op -> Optional.of(tensor(in, 0).reshaped(output.sizes()));
            case Movement op -> movement(op, in, output);
            case Activation op ->
                op instanceof Unary unary ? ElementwiseConstants.unary(unary, tensor(in, 0)) : Optional.empty();
            case Normalization op -> Optional.empty();
            case Pool op -> Optional.empty();
            case Reduction op ->
                op instanceof Reduce reduce ? ReducedConstants.of(reduce, in, output.sizes()) : Optional.empty();
            case BatchNormalization op -> Optional.empty();
            case Conv op -> Optional.empty();
            case ConvTranspose op -> Optional.empty();
            case Gemm op -> Optional.empty();
            case MatMul op -> Optional.empty();
            case Resize op -> Optional.empty();
            case Softmax op -> Optional.empty();
            case LogSoftmax op -> Optional.empty();
            case TopK op -> Optional.empty();
        };
    }

    private static Optional<Tensor> scaffold(Scaffold operator, Operands in, Shape output) {
        return switch (operator) {
            case Constant op -> Optional.of(op.value());
            case ConstantOfShape op -> Optional.of(Rearrange.filled(op.value(), output.sizes()));
            case ShapeOf op -> ShapeValues.extents(op, in.shape(0)).constant();
            case SizeOf op -> Optional.of(Tensor.ofScalar((long) tensor(in, 0).size()));
            case NonZero op -> Optional.of(Rearrange.nonZero(tensor(in, 0)));
            case Range op -> Optional.of(range(in));
            case Identity op -> in.constant(0);
            case Cast op -> Optional.of(ConstantArithmetic.cast(tensor(in, 0), op.to()));
            case Dropout op -> Optional.empty();
        };
    }

    private static Optional<Tensor> broadcast(Broadcast operator, Operands in, Shape output) {
        return switch (operator) {
            case Arithmetic op -> ConstantArithmetic.apply(op, tensor(in, 0), tensor(in, 1), output.sizes());
            case Comparison op ->
                Optional.of(ElementwiseConstants.compare(op, tensor(in, 0), tensor(in, 1), output.sizes()));
            case Logical op ->
                Optional.of(ElementwiseConstants.logical(op, tensor(in, 0), tensor(in, 1), output.sizes()));
            case Variadic op -> Optional.of(ElementwiseConstants.variadic(op, tensors(in), output.sizes()));
            case Where op ->
                Optional.of(ElementwiseConstants.where(tensor(in, 0), tensor(in, 1), tensor(in, 2), output.sizes()));
        };
    }

    private static Optional<Tensor> movement(Movement operator, Operands in, Shape output) {
        return switch (operator) {
            case Transpose op -> Optional.of(Rearrange.transpose(op, tensor(in, 0), output.sizes()));
            case Slice op -> Optional.of(Rearrange.slice(in, output.sizes()));
            case Gather op -> Optional.of(Rearrange.gather(op, in, output.sizes()));
            case Concat op -> Optional.of(Rearrange.concat(op, in, output.sizes()));
            case Pad op -> Rearrange.pad(op, in, output.sizes());
            case Expand op -> Optional.of(Rearrange.broadcast(tensor(in, 0), output.sizes()));
            case DepthToSpace op -> Optional.empty();
            case GatherElements op -> Optional.of(Rearrange.gatherElements(op, in, output.sizes()));
            case SpaceToDepth op -> Optional.empty();
            case Split op -> Optional.empty(); // has several outputs: Inference
            case Tile op -> Optional.of(Rearrange.tile(tensor(in, 0), output.sizes()));
        };
    }

    static Tensor tensor(Operands in, int input) {
        return in.constant(input).orElseThrow(() -> in.wrong("input " + input + " is missing"));
    }

    private static List<Tensor> tensors(Operands in) {
        return IntStream.range(0, in.count())
                .mapToObj(input -> tensor(in, input))
                .toList();
    }

    /// max(0, ceil((limit - start) / delta)), for constant integers or floats.
    static long rangeLength(Operands in) {
        if (tensor(in, 0).type().isFloating()) {
            double span = tensor(in, 1).doubles()[0] - tensor(in, 0).doubles()[0];
            return (long) Math.max(0, Math.ceil(span / tensor(in, 2).doubles()[0]));
        }
        long delta = tensor(in, 2).longs()[0];
        if (delta == 0) {
            throw in.wrong("delta must not be 0");
        }
        return Math.max(0, Math.ceilDiv(tensor(in, 1).longs()[0] - tensor(in, 0).longs()[0], delta));
    }

    private static Tensor range(Operands in) {
        Tensor start = tensor(in, 0);
        Tensor delta = tensor(in, 2);
        int length = Math.toIntExact(rangeLength(in));
        ByteBuffer raw = Tensor.littleEndian((long) length * start.type().bytes());
        for (int i = 0; i < length; i++) {
            if (start.type().isFloating()) {
                Elements.put(start.type(), raw, i, start.doubles()[0] + i * delta.doubles()[0]);
            } else {
                Elements.put(start.type(), raw, i, start.longs()[0] + i * delta.longs()[0]);
            }
        }
        return Tensor.owning(start.type(), new long[] {length}, Tensor.bytes(raw));
    }
}
