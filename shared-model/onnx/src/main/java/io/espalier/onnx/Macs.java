package io.espalier.onnx;

import io.espalier.onnx.op.Conv;
import io.espalier.onnx.op.ConvTranspose;
import io.espalier.onnx.op.Gemm;
import io.espalier.onnx.op.MatMul;
import io.espalier.onnx.op.Operator;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Multiply-accumulates of matrix products, by what each output element (of a transposed convolution, each input
/// element) takes part in.
final class Macs {

    private Macs() {}

    /// @return 0 if the node is no product; null if an extent of its operands is open
    static @Nullable Long of(Node node, Map<String, Shape> shapes) {
        Operator op = node.operator();
        boolean product =
                op instanceof Conv || op instanceof ConvTranspose || op instanceof Gemm || op instanceof MatMul;
        return product ? known(node, shapes) : Long.valueOf(0);
    }

    private static @Nullable Long known(Node node, Map<String, Shape> shapes) {
        boolean fixed = Stream.of(node.input(0), node.input(1), node.output())
                .allMatch(value ->
                        Objects.requireNonNull(shapes.get(value), value).isFixed());
        return fixed ? Long.valueOf(ofFixed(node, shapes)) : null;
    }

    private static long ofFixed(Node node, Map<String, Shape> shapes) {
        long[] first = sizes(node.input(0), shapes);
        if (node.operator() instanceof Conv) {
            return elements(node.output(), shapes) * each(node.input(1), shapes);
        }
        if (node.operator() instanceof ConvTranspose) {
            return elements(node.input(0), shapes) * each(node.input(1), shapes);
        }
        if (node.operator() instanceof Gemm op) {
            return elements(node.output(), shapes) * first[op.transA() ? 0 : 1];
        }
        if (node.operator() instanceof MatMul) {
            return elements(node.output(), shapes) * first[first.length - 1];
        }
        return 0;
    }

    /// Elements of a weight behind its first axis: the products of one output (or input) element.
    private static long each(String weight, Map<String, Shape> shapes) {
        long[] sizes = sizes(weight, shapes);
        return Arrays.stream(sizes, 1, sizes.length).reduce(1, Math::multiplyExact);
    }

    private static long elements(String value, Map<String, Shape> shapes) {
        return Arrays.stream(sizes(value, shapes)).reduce(1, Math::multiplyExact);
    }

    private static long[] sizes(String value, Map<String, Shape> shapes) {
        return Objects.requireNonNull(shapes.get(value), value).sizes();
    }
}
