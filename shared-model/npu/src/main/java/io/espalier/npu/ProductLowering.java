package io.espalier.npu;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.npu.engine.Gemm;
import io.espalier.npu.engine.NonZeros;
import io.espalier.npu.engine.ProductShape;
import io.espalier.npu.engine.ProductShape.Extent;
import io.espalier.npu.engine.WeightLayout;
import io.espalier.onnx.Node;
import io.espalier.onnx.op.Conv;
import io.espalier.onnx.op.ConvTranspose;
import io.espalier.onnx.op.Window;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Convolutions and products of matrices as [Gemm]s whose right operand is the weight, if there is one.
final class ProductLowering {

    private final Values values;
    private final boolean assumeDense;

    /// @param assumeDense whether weights are taken as all different from 0 instead of being read
    ProductLowering(Values values, boolean assumeDense) {
        this.values = values;
        this.assumeDense = assumeDense;
    }

    /// `M = batch · Ho · Wo`, `N = Co / groups`, `K = kh · kw · Ci / groups`, once for each group; any number of
    /// spatial axes. Padding and dilation show only in the output's extents.
    Work.Product convolution(Node node, Conv operator) {
        long[] weight = values.sizes(node, node.input(1));
        long[] input = values.sizes(node, node.input(0));
        long[] output = values.sizes(node, node.output());
        int channels = Math.toIntExact(weight[1]);
        long groups = input[1] / channels;
        Gemm gemm = new Gemm(
                output[0] * volume(output, 2, output.length),
                weight[0] / groups,
                volume(weight, 1, weight.length),
                groups);
        List<Long> strides = operator.window().strides();
        ProductShape shape = new ProductShape(
                gemm,
                output[0],
                extent(input, 2),
                extent(output, 2),
                extent(weight, 2),
                strides.isEmpty()
                        ? new Extent(1, 1)
                        : extent(strides.stream().mapToLong(Long::longValue).toArray(), 0));
        return new Work.Product(shape, weights(node.input(1), WeightLayout.ofConvolution(gemm, channels)));
    }

    /// The last axis is the width; all others together are the height.
    private static Extent extent(long[] sizes, int from) {
        long width = sizes.length > from ? sizes[sizes.length - 1] : 1;
        return new Extent(sizes.length > from ? volume(sizes, from, sizes.length - 1) : 1, width);
    }

    /// Each input pixel makes a patch of the output: `M = batch · H · W`, `N = kh · kw · Co / groups`,
    /// `K = Ci / groups`, once for each group. Where patches overlap, the vector unit adds them.
    Work.Product transposedConvolution(Node node, ConvTranspose operator) {
        long[] weight = values.sizes(node, node.input(1));
        long[] input = values.sizes(node, node.input(0));
        long groups = operator.group();
        Gemm gemm = new Gemm(
                input[0] * volume(input, 2, input.length),
                volume(weight, 1, weight.length),
                weight[0] / groups,
                groups);
        long results = Math.multiplyExact(gemm.m(), Math.multiplyExact(gemm.n(), groups));
        Extent pixels = extent(input, 2);
        Extent one = new Extent(1, 1);
        return new Work.Product(
                new ProductShape(gemm, input[0], pixels, pixels, one, one),
                weights(node.input(1), WeightLayout.ofRows(gemm)),
                overlaps(weight, operator.window()) ? results : 0);
    }

    private static boolean overlaps(long[] weight, Window window) {
        boolean overlaps = false;
        for (int axis = 2; axis < weight.length; axis++) {
            long stride = window.strides().isEmpty() ? 1 : window.strides().get(axis - 2);
            overlaps |= weight[axis] > stride;
        }
        return overlaps;
    }

    Work.Product gemm(Node node, io.espalier.onnx.op.Gemm operator) {
        long[] left = values.sizes(node, node.input(0));
        long[] right = values.sizes(node, node.input(1));
        long m = left[operator.transA() ? 1 : 0];
        long k = left[operator.transA() ? 0 : 1];
        long n = right[operator.transB() ? 0 : 1];
        boolean weightsLeft = isConstant(node.input(0)) && !isConstant(node.input(1));
        return weightsLeft
                ? flat(Gemm.once(n, m, k), node.input(0), !operator.transA())
                : flat(Gemm.once(m, n, k), node.input(1), operator.transB());
    }

    /// With a two-dimensional constant on one side, the other side's leading axes only add rows: one product. A
    /// constant on the left is held as the right operand of the transposed product, `(A · B)ᵀ = Bᵀ · Aᵀ`. Otherwise
    /// one product for each matrix of the output.
    ///
    /// @throws PipelineException.Permanent `OPERATOR_UNSUPPORTED` if a constant is broadcast over some leading axes
    Work.Product matMul(Node node) {
        long[] left = matrix(values.sizes(node, node.input(0)), true);
        long[] right = matrix(values.sizes(node, node.input(1)), false);
        long m = left[left.length - 2];
        long k = left[left.length - 1];
        long n = right[right.length - 1];
        long repeats = Math.max(1, values.elements(node, node.output()) / (m * n));
        if (isConstant(node.input(1)) && leading(right) == 1) {
            return flat(Gemm.once(repeats * m, n, k), node.input(1), false);
        }
        if (isConstant(node.input(0)) && !isConstant(node.input(1)) && leading(left) == 1) {
            return flat(Gemm.once(repeats * n, m, k), node.input(0), true);
        }
        return stacked(node, new Gemm(m, n, k, repeats), leading(right));
    }

    private Work.Product stacked(Node node, Gemm gemm, long rightMatrices) {
        if (isConstant(node.input(0)) || (isConstant(node.input(1)) && rightMatrices != gemm.repeats())) {
            throw new PipelineException.Permanent(
                    ErrorCode.OPERATOR_UNSUPPORTED,
                    "%s: a constant operand must be one matrix, or one for each of the %d on the left"
                            .formatted(node.label(), gemm.repeats()));
        }
        return new Work.Product(ProductShape.of(gemm), weights(node.input(1), WeightLayout.ofRows(gemm)));
    }

    /// @param columns whether the weight is stored `(N, K)` rather than `(K, N)`
    private Work.Product flat(Gemm gemm, String weight, boolean columns) {
        WeightLayout layout = columns ? WeightLayout.ofColumns(gemm) : WeightLayout.ofRows(gemm);
        return new Work.Product(ProductShape.of(gemm), weights(weight, layout));
    }

    private boolean isConstant(String value) {
        return values.constant(value).isPresent();
    }

    private Work.@Nullable Weights weights(String value, WeightLayout layout) {
        return values.constant(value)
                .map(tensor -> assumeDense ? NonZeros.dense(layout) : NonZeros.of(tensor, layout))
                .map(nonZeros -> new Work.Weights(value, nonZeros))
                .orElse(null);
    }

    /// As `numpy.matmul` reads a vector: a row on the left, a column on the right.
    private static long[] matrix(long[] sizes, boolean left) {
        if (sizes.length > 1) {
            return sizes;
        }
        return left ? new long[] {1, sizes[0]} : new long[] {sizes[0], 1};
    }

    private static long leading(long[] sizes) {
        return volume(sizes, 0, sizes.length - 2);
    }

    private static long volume(long[] sizes, int from, int to) {
        return Arrays.stream(sizes, from, to).reduce(1, Math::multiplyExact);
    }
}
