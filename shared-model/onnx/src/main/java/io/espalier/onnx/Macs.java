package io.espalier.onnx;

import io.espalier.onnx.op.Conv;
import io.espalier.onnx.op.ConvTranspose;
import io.espalier.onnx.op.Gemm;
import io.espalier.onnx.op.MatMul;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;

/// Multiply-accumulates of matrix products, by what each output element (of a transposed convolution, each input
/// element) takes part in.
final class Macs {

    private Macs() {}

    /// @param shapes fixed
    static long of(Node node, Map<String, Shape> shapes) {
        long[] first = node.inputs().isEmpty() ? new long[0] : sizes(node.input(0), shapes);
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
