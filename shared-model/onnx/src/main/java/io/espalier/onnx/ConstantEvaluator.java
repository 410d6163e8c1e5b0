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
import java.nio.ByteBuffer;
import java.util.Optional;

/// Computes nodes whose inputs are all constant: the operators that exporters use for shapes, axes and pads. Layers
/// are not computed even if their inputs are constant: their weights shall stay trainable.
final class ConstantEvaluator {

    private ConstantEvaluator() {}

    /// @param output the output's shape, fixed
    static Optional<Tensor> evaluate(Operands in, Shape output) {
        return switch (in.node().operator()) {
            case Scaffold op -> scaffold(op, in, output);
            case Arithmetic op -> ConstantArithmetic.apply(op, tensor(in, 0), tensor(in, 1), output.sizes());
            case Reshape op -> reshaped(in, output);
            case Flatten op -> reshaped(in, output);
            case Unsqueeze op -> reshaped(in, output);
            case Squeeze op -> reshaped(in, output);
            case Transpose op -> Optional.of(Rearrange.transpose(op, tensor(in, 0), output.sizes()));
            case Slice op -> Optional.of(Rearrange.slice(in, output.sizes()));
            case Gather op -> Optional.of(Rearrange.gather(op, in, output.sizes()));
            case Concat op -> Optional.of(Rearrange.concat(op, in, output.sizes()));
            case Pad op -> Rearrange.pad(op, in, output.sizes());
            case Activation op -> Optional.empty();
            case Conv op -> Optional.empty();
            case BatchNormalization op -> Optional.empty();
            case Gemm op -> Optional.empty();
            case MatMul op -> Optional.empty();
            case GlobalAveragePool op -> Optional.empty();
            case AveragePool op -> Optional.empty();
            case MaxPool op -> Optional.empty();
            case ReduceMean op -> Optional.empty();
            case Softmax op -> Optional.empty();
        };
    }

    private static Optional<Tensor> scaffold(Scaffold operator, Operands in, Shape output) {
        return switch (operator) {
            case Constant op -> Optional.of(op.value());
            case ConstantOfShape op -> Optional.of(Rearrange.filled(op.value(), output.sizes()));
            case ShapeOf op -> ShapeValues.extents(op, in.shape(0)).constant();
            case Range op -> Optional.of(range(in));
            case Identity op -> in.constant(0);
            case Cast op -> Optional.of(ConstantArithmetic.cast(tensor(in, 0), op.to()));
            case Dropout op -> Optional.empty();
        };
    }

    private static Optional<Tensor> reshaped(Operands in, Shape output) {
        return Optional.of(tensor(in, 0).reshaped(output.sizes()));
    }

    static Tensor tensor(Operands in, int input) {
        return in.constant(input).orElseThrow(() -> in.wrong("input " + input + " is missing"));
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
