package io.espalier.onnx;

import io.espalier.onnx.op.Add;
import io.espalier.onnx.op.Arithmetic;
import io.espalier.onnx.op.Div;
import io.espalier.onnx.op.Mod;
import io.espalier.onnx.op.Mul;
import io.espalier.onnx.op.Pow;
import io.espalier.onnx.op.Sub;
import java.nio.ByteBuffer;
import java.util.Optional;

/// Broadcast arithmetic and casts on constants.
///
/// Floating results are computed in float64 and rounded once, which is correctly rounded for float32 and the half
/// types; integers wrap and Div truncates toward zero.
final class ConstantArithmetic {

    private ConstantArithmetic() {}

    static Optional<Tensor> apply(Arithmetic op, Tensor a, Tensor b, long[] shape) {
        if (op instanceof Pow && a.type() != b.type()) {
            return apply(op, cast(a, ElementType.DOUBLE), cast(b, ElementType.DOUBLE), shape)
                    .map(power -> cast(power, a.type()));
        }
        if (a.type() != b.type()) {
            throw new IllegalArgumentException("inputs must have the same type, were " + a + " and " + b);
        }
        ElementType type = a.type();
        ByteBuffer left = Rearrange.broadcast(a, shape).raw();
        ByteBuffer right = Rearrange.broadcast(b, shape).raw();
        ByteBuffer raw = Tensor.littleEndian(left.capacity());
        for (int i = 0; i < raw.capacity() / type.bytes(); i++) {
            if (type.isFloating()) {
                Elements.put(type, raw, i, real(op, Elements.real(type, left, i), Elements.real(type, right, i)));
            } else {
                Elements.put(type, raw, i, whole(op, Elements.whole(type, left, i), Elements.whole(type, right, i)));
            }
        }
        return Optional.of(Tensor.owning(type, shape, Tensor.bytes(raw)));
    }

    private static double real(Arithmetic op, double a, double b) {
        return switch (op) {
            case Add add -> a + b;
            case Sub sub -> a - b;
            case Mul mul -> a * b;
            case Div div -> a / b;
            case Pow pow -> Math.pow(a, b);
            case Mod mod -> mod.fmod() ? a % b : a - b * Math.floor(a / b);
        };
    }

    private static long whole(Arithmetic op, long a, long b) {
        return switch (op) {
            case Add add -> a + b;
            case Sub sub -> a - b;
            case Mul mul -> a * b;
            case Div div -> a / b;
            case Pow pow -> (long) Math.pow((double) a, (double) b);
            case Mod mod -> mod.fmod() ? a % b : Math.floorMod(a, b);
        };
    }

    /// Floats become integers by truncation, anything but 0 becomes true.
    static Tensor cast(Tensor tensor, ElementType to) {
        if (to == tensor.type()) {
            return tensor;
        }
        ByteBuffer from = tensor.raw();
        ByteBuffer raw = Tensor.littleEndian((long) tensor.size() * to.bytes());
        for (int i = 0; i < tensor.size(); i++) {
            if (!tensor.type().isFloating()) {
                Elements.put(to, raw, i, Elements.whole(tensor.type(), from, i));
            } else if (to == ElementType.BOOL) {
                Elements.put(to, raw, i, Elements.real(tensor.type(), from, i) == 0 ? 0L : 1L);
            } else {
                Elements.put(to, raw, i, Elements.real(tensor.type(), from, i));
            }
        }
        return Tensor.owning(to, tensor.shape(), Tensor.bytes(raw));
    }
}
