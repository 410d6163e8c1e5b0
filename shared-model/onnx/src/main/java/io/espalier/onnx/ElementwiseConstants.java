package io.espalier.onnx;

import io.espalier.onnx.op.Comparison;
import io.espalier.onnx.op.Logical;
import io.espalier.onnx.op.Unary;
import io.espalier.onnx.op.Variadic;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/// Functions, comparisons and choices of constants, element by element; floating results as in [ConstantArithmetic].
final class ElementwiseConstants {

    private ElementwiseConstants() {}

    /// Empty for activations: they are layers, and constants under them are parameters.
    static Optional<Tensor> unary(Unary op, Tensor x) {
        if (isLayer(op.function())) {
            return Optional.empty();
        }
        ByteBuffer from = x.raw();
        ByteBuffer raw = Tensor.littleEndian(from.capacity());
        for (int i = 0; i < x.size(); i++) {
            if (x.type().isFloating()) {
                double value = real(op.function(), Elements.real(x.type(), from, i));
                Elements.put(x.type(), raw, i, value);
            } else {
                Elements.put(x.type(), raw, i, whole(op.function(), Elements.whole(x.type(), from, i)));
            }
        }
        return Optional.of(owning(x.type(), x.shape(), raw));
    }

    private static boolean isLayer(Unary.Function function) {
        return switch (function) {
            case ERF, MISH, SOFTPLUS, SOFTSIGN, TANH -> true;
            case ABS, CEIL, COS, EXP, FLOOR, LOG, NEG, NOT, RECIPROCAL, ROUND, SIGN, SIN, SQRT -> false;
        };
    }

    private static double real(Unary.Function function, double x) {
        return switch (function) {
            case ABS -> Math.abs(x);
            case CEIL -> Math.ceil(x);
            case COS -> Math.cos(x);
            case EXP -> Math.exp(x);
            case FLOOR -> Math.floor(x);
            case LOG -> Math.log(x);
            case NEG -> -x;
            case RECIPROCAL -> 1 / x;
            case ROUND -> Math.rint(x);
            case SIGN -> Math.signum(x);
            case SIN -> Math.sin(x);
            case SQRT -> Math.sqrt(x);
            case NOT -> throw new IllegalArgumentException("its input must be BOOL");
            case ERF, MISH, SOFTPLUS, SOFTSIGN, TANH ->
                throw new IllegalStateException(function + " is left to the run");
        };
    }

    private static long whole(Unary.Function function, long x) {
        return switch (function) {
            case ABS -> Math.abs(x);
            case NEG -> -x;
            case NOT -> x == 0 ? 1 : 0;
            case SIGN -> Long.signum(x);
            case CEIL, COS, EXP, FLOOR, LOG, RECIPROCAL, ROUND, SIN, SQRT, ERF, MISH, SOFTPLUS, SOFTSIGN, TANH ->
                throw new IllegalArgumentException("its input must be floating");
        };
    }

    static Tensor compare(Comparison op, Tensor a, Tensor b, long[] shape) {
        Tensor left = Rearrange.broadcast(a, shape);
        Tensor right = Rearrange.broadcast(b, shape);
        ByteBuffer raw = Tensor.littleEndian(left.size());
        for (int i = 0; i < left.size(); i++) {
            Elements.put(ElementType.BOOL, raw, i, holds(op, left, right, i) ? 1L : 0L);
        }
        return owning(ElementType.BOOL, shape, raw);
    }

    private static boolean holds(Comparison op, Tensor a, Tensor b, int i) {
        if (!a.type().isFloating()) {
            return holds(op, Long.compare(Elements.whole(a.type(), a.raw(), i), Elements.whole(b.type(), b.raw(), i)));
        }
        double x = Elements.real(a.type(), a.raw(), i);
        double y = Elements.real(b.type(), b.raw(), i);
        // Adding 0 makes -0 equal to 0, which compare() tells apart; NaN stands in no relation to anything.
        return !Double.isNaN(x) && !Double.isNaN(y) && holds(op, Double.compare(x + 0.0, y + 0.0));
    }

    /// @param order negative, 0 or positive as a is less than, equal to or greater than b
    static boolean holds(Comparison op, int order) {
        return switch (op.relation()) {
            case EQUAL -> order == 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
        };
    }

    static Tensor logical(Logical op, Tensor a, Tensor b, long[] shape) {
        long[] left = Rearrange.broadcast(a, shape).longs();
        long[] right = Rearrange.broadcast(b, shape).longs();
        ByteBuffer raw = Tensor.littleEndian(left.length);
        for (int i = 0; i < left.length; i++) {
            long value =
                    switch (op.connective()) {
                        case AND -> left[i] & right[i];
                        case OR -> left[i] | right[i];
                        case XOR -> left[i] ^ right[i];
                    };
            Elements.put(ElementType.BOOL, raw, i, value);
        }
        return owning(ElementType.BOOL, shape, raw);
    }

    static Tensor where(Tensor condition, Tensor a, Tensor b, long[] shape) {
        if (a.type() != b.type()) {
            throw new IllegalArgumentException("inputs 1 and 2 must have the same type, were " + a + " and " + b);
        }
        long[] holds = Rearrange.broadcast(condition, shape).longs();
        ByteBuffer left = Rearrange.broadcast(a, shape).raw();
        ByteBuffer right = Rearrange.broadcast(b, shape).raw();
        int width = a.type().bytes();
        byte[] chosen = new byte[holds.length * width];
        for (int i = 0; i < holds.length; i++) {
            (holds[i] != 0 ? left : right).get(i * width, chosen, i * width, width);
        }
        return Tensor.owning(a.type(), shape, chosen);
    }

    static Tensor variadic(Variadic op, List<Tensor> inputs, long[] shape) {
        ElementType type = inputs.get(0).type();
        List<ByteBuffer> all =
                inputs.stream().map(x -> Rearrange.broadcast(x, shape).raw()).toList();
        ByteBuffer raw = Tensor.littleEndian(all.get(0).capacity());
        for (int i = 0; i < raw.capacity() / type.bytes(); i++) {
            int at = i;
            if (type.isFloating()) {
                double[] values = all.stream()
                        .mapToDouble(x -> Elements.real(type, x, at))
                        .toArray();
                Elements.put(type, raw, i, real(op, values));
            } else {
                long[] values =
                        all.stream().mapToLong(x -> Elements.whole(type, x, at)).toArray();
                Elements.put(type, raw, i, whole(op, values));
            }
        }
        return owning(type, shape, raw);
    }

    private static double real(Variadic op, double[] values) {
        double all = values[0];
        for (int i = 1; i < values.length; i++) {
            all = switch (op.function()) {
                case MAX -> Math.max(all, values[i]);
                case MIN -> Math.min(all, values[i]);
                case MEAN, SUM -> all + values[i];
            };
        }
        return op.function() == Variadic.Function.MEAN ? all / values.length : all;
    }

    private static long whole(Variadic op, long[] values) {
        long all = values[0];
        for (int i = 1; i < values.length; i++) {
            all = switch (op.function()) {
                case MAX -> Math.max(all, values[i]);
                case MIN -> Math.min(all, values[i]);
                case MEAN, SUM -> throw new IllegalArgumentException("its inputs must be floating");
            };
        }
        return all;
    }

    private static Tensor owning(ElementType type, long[] shape, ByteBuffer raw) {
        return Tensor.owning(type, shape, Tensor.bytes(raw));
    }
}
