package io.espalier.trainable.script;

import io.espalier.onnx.Node;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.op.AveragePool;
import io.espalier.onnx.op.GlobalAveragePool;
import io.espalier.onnx.op.GlobalMaxPool;
import io.espalier.onnx.op.MaxPool;
import io.espalier.onnx.op.Pool;
import io.espalier.onnx.op.Window;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// Expressions of the pools.
final class PoolScript {

    /// What a padded element must be so that it never is the largest.
    private static final String LOWEST = "-inf";

    private PoolScript() {}

    static String of(Pool pool, Node node, Operands in) {
        return switch (pool) {
            case MaxPool max -> max(max, node, in);
            case AveragePool average -> average(average, node, in);
            case GlobalAveragePool ignored ->
                "torch.mean(%s, %s, True)".formatted(in.input(node, 0), spatialAxes(node, in));
            case GlobalMaxPool ignored ->
                "torch.amax(%s, %s, True)".formatted(in.input(node, 0), spatialAxes(node, in));
        };
    }

    private static List<Integer> spatialAxes(Node node, Operands in) {
        return IntStream.range(2, in.shape(node, 0).rank()).boxed().toList();
    }

    private static String max(MaxPool pool, Node node, Operands in) {
        Window window = pool.window();
        Placement placed = Placement.of(window, node, in);
        boolean direct = placed.isEven() && placed.isWithinHalf();
        String x = in.input(node, 0);
        return "torch.max_pool%dd(%s, %s, %s, %s, %s, %s)"
                .formatted(
                        window.kernel().size(),
                        direct ? x : placed.fitted(node, in).padded(x, LOWEST),
                        window.kernel(),
                        window.strides(),
                        direct ? placed.begins() : placed.none(),
                        window.dilations(),
                        Literal.bool(direct && pool.ceilMode()));
    }

    private static String average(AveragePool pool, Node node, Operands in) {
        Window window = pool.window();
        Placement placed = Placement.of(window, node, in);
        boolean dense = window.dilations().stream().allMatch(dilation -> dilation == 1);
        return dense && placed.isEven() && placed.isWithinHalf()
                ? mean(pool, node, in, placed)
                : weighted(pool, node, in, placed);
    }

    private static String mean(AveragePool pool, Node node, Operands in, Placement placed) {
        Window window = pool.window();
        return "torch.avg_pool%dd(%s, %s, %s, %s, %s, %s)"
                .formatted(
                        window.kernel().size(),
                        in.input(node, 0),
                        window.kernel(),
                        window.strides(),
                        placed.begins(),
                        Literal.bool(pool.ceilMode()),
                        Literal.bool(pool.countIncludePad()));
    }

    /// The sum over each window as a convolution of each channel with ones, times 1 / the elements that count.
    private static String weighted(AveragePool pool, Node node, Operands in, Placement placed) {
        Window window = pool.window();
        long channels = in.extent(node, 0, 1);
        long[] shape = LongStream.concat(
                        LongStream.of(channels, 1), window.kernel().stream().mapToLong(tap -> tap))
                .toArray();
        float[] ones = new float[Math.toIntExact(LongStream.of(shape).reduce(1, Math::multiplyExact))];
        Arrays.fill(ones, 1);
        String sums = "torch.conv%dd(%s, %s, None, %s, %s, %s, %d)"
                .formatted(
                        window.kernel().size(),
                        placed.fitted(node, in).padded(in.input(node, 0), "0."),
                        in.fixed(Tensor.ofFloats(shape, ones)),
                        window.strides(),
                        placed.none(),
                        window.dilations(),
                        channels);
        return "torch.mul(%s, %s)".formatted(sums, in.fixed(shares(pool, node, in, placed)));
    }

    /// 1 / the elements of each window that count: a product over the axes, `(1, 1, ho, wo)`.
    private static Tensor shares(AveragePool pool, Node node, Operands in, Placement placed) {
        int spatial = pool.window().kernel().size();
        long[] shape = new long[spatial + 2];
        Arrays.fill(shape, 1);
        float[] shares = {1};
        for (int axis = 0; axis < spatial; axis++) {
            int out = Math.toIntExact(in.result(node).dim(axis + 2).size());
            shape[axis + 2] = out;
            float[] finer = new float[shares.length * out];
            for (int i = 0; i < finer.length; i++) {
                finer[i] = shares[i / out] / counted(pool, node, in, placed, axis, i % out);
            }
            shares = finer;
        }
        return Tensor.ofFloats(shape, shares);
    }

    private static int counted(AveragePool pool, Node node, Operands in, Placement placed, int axis, int position) {
        Window window = pool.window();
        long extent = in.extent(node, 0, axis + 2);
        long first = position * window.strides().get(axis) - placed.begins().get(axis);
        long lowest = pool.countIncludePad() ? -placed.begins().get(axis) : 0;
        long past = pool.countIncludePad() ? extent + placed.ends().get(axis) : extent;
        long dilation = window.dilations().get(axis);
        return (int) LongStream.range(0, window.kernel().get(axis))
                .map(tap -> first + tap * dilation)
                .filter(place -> place >= lowest && place < past)
                .count();
    }
}
