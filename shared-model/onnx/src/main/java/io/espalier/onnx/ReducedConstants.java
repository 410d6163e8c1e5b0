package io.espalier.onnx;

import io.espalier.onnx.op.Reduce;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/// Reductions of constants; sums are taken in float64 and rounded once.
final class ReducedConstants {

    private ReducedConstants() {}

    /// Empty for integers under a kind that exporters do not use for shapes.
    static Optional<Tensor> of(Reduce op, Operands in, long[] shape) {
        Tensor x = ConstantEvaluator.tensor(in, 0);
        Set<Integer> axes = ReductionShapes.axes(op, in);
        int[] targets = targets(x.shape(), axes);
        int count = (int) Tensor.elements(shape);
        ByteBuffer raw = Tensor.littleEndian((long) count * x.type().bytes());
        if (x.type().isFloating()) {
            double[] results = real(op.kind(), x.doubles(), targets, count);
            for (int i = 0; i < count; i++) {
                Elements.put(x.type(), raw, i, results[i]);
            }
        } else if (isForIntegers(op.kind())) {
            long[] results = whole(op.kind(), x.longs(), targets, count);
            for (int i = 0; i < count; i++) {
                Elements.put(x.type(), raw, i, results[i]);
            }
        } else {
            return Optional.empty();
        }
        return Optional.of(Tensor.owning(x.type(), shape, Tensor.bytes(raw)));
    }

    private static boolean isForIntegers(Reduce.Kind kind) {
        return switch (kind) {
            case MAX, MIN, PROD, SUM -> true;
            case L1, L2, LOG_SUM, LOG_SUM_EXP, MEAN, SUM_SQUARE -> false;
        };
    }

    /// For each input element, the position of the output element that it counts for.
    private static int[] targets(long[] extents, Set<Integer> axes) {
        int size = (int) Tensor.elements(extents);
        int[] targets = new int[size];
        for (int i = 0; i < size; i++) {
            int rest = i;
            int stride = 1;
            for (int axis = extents.length - 1; axis >= 0; axis--) {
                int extent = (int) extents[axis];
                if (!axes.contains(axis)) {
                    targets[i] += rest % extent * stride;
                    stride *= extent;
                }
                rest /= extent;
            }
        }
        return targets;
    }

    private static double[] real(Reduce.Kind kind, double[] values, int[] targets, int count) {
        double[] results = new double[count];
        Arrays.fill(
                results,
                switch (kind) {
                    case MAX -> Double.NEGATIVE_INFINITY;
                    case MIN -> Double.POSITIVE_INFINITY;
                    case PROD -> 1;
                    case L1, L2, LOG_SUM, LOG_SUM_EXP, MEAN, SUM, SUM_SQUARE -> 0;
                });
        for (int i = 0; i < values.length; i++) {
            double x = values[i];
            double so = results[targets[i]];
            results[targets[i]] = switch (kind) {
                case MAX -> Math.max(so, x);
                case MIN -> Math.min(so, x);
                case PROD -> so * x;
                case L1 -> so + Math.abs(x);
                case L2, SUM_SQUARE -> so + x * x;
                case LOG_SUM_EXP -> so + Math.exp(x);
                case LOG_SUM, MEAN, SUM -> so + x;
            };
        }
        double each = (double) values.length / count;
        return Arrays.stream(results)
                .map(sum -> switch (kind) {
                    case MAX, MIN, PROD, L1, SUM, SUM_SQUARE -> sum;
                    case L2 -> Math.sqrt(sum);
                    case LOG_SUM, LOG_SUM_EXP -> Math.log(sum);
                    case MEAN -> sum / each;
                })
                .toArray();
    }

    private static long[] whole(Reduce.Kind kind, long[] values, int[] targets, int count) {
        long[] results = new long[count];
        boolean[] begun = new boolean[count];
        for (int i = 0; i < values.length; i++) {
            int at = targets[i];
            results[at] = begun[at] ? joined(kind, results[at], values[i]) : values[i];
            begun[at] = true;
        }
        return results;
    }

    private static long joined(Reduce.Kind kind, long a, long b) {
        return switch (kind) {
            case MAX -> Math.max(a, b);
            case MIN -> Math.min(a, b);
            case PROD -> a * b;
            case SUM -> a + b;
            case L1, L2, LOG_SUM, LOG_SUM_EXP, MEAN, SUM_SQUARE ->
                throw new IllegalStateException(kind + " of integers is left to the run");
        };
    }
}
