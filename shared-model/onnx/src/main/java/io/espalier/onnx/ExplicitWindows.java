package io.espalier.onnx;

import io.espalier.onnx.op.AveragePool;
import io.espalier.onnx.op.Conv;
import io.espalier.onnx.op.ConvTranspose;
import io.espalier.onnx.op.MaxPool;
import io.espalier.onnx.op.Operator;
import io.espalier.onnx.op.Padding;
import io.espalier.onnx.op.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Gives every window its kernel and, where the input's extents are fixed, explicit padding instead of `SAME_*`.
final class ExplicitWindows {

    private final Map<String, Shape> shapes;

    private ExplicitWindows(Graph graph) {
        shapes = ShapeInference.infer(graph);
    }

    static Graph spellOut(Graph graph) {
        ExplicitWindows windows = new ExplicitWindows(graph);
        List<Node> nodes = graph.nodes().stream().map(windows::spellOut).toList();
        return graph.withNodes(nodes, graph.initializers());
    }

    private Node spellOut(Node node) {
        Operator operator = node.operator();
        if (operator instanceof Conv op) {
            Shape weight = shape(node.input(1));
            List<Dim> kernel = weight.dims().subList(2, weight.rank());
            Window window =
                    op.window().withKernel(kernel.stream().map(Dim::size).toList());
            return node.withOperator(new Conv(op.group(), explicit(window, node)));
        }
        if (operator instanceof MaxPool op) {
            return node.withOperator(new MaxPool(explicit(op.window(), node), op.ceilMode(), op.storageOrder()));
        }
        if (operator instanceof AveragePool op) {
            Window window = explicit(op.window(), node);
            return node.withOperator(new AveragePool(window, op.ceilMode(), op.countIncludePad()));
        }
        if (operator instanceof ConvTranspose op) {
            return node.withOperator(transposed(op, node));
        }
        return node;
    }

    /// Padding stated by the output's extents becomes explicit; extents past the last window are left as they are.
    private ConvTranspose transposed(ConvTranspose op, Node node) {
        Shape x = shape(node.input(0));
        Shape weight = shape(node.input(1));
        Window window = op.window()
                .withKernel(weight.dims().subList(2, weight.rank()).stream()
                        .map(Dim::size)
                        .toList());
        ConvTranspose stated = new ConvTranspose(op.group(), window, op.outputPadding(), op.outputShape());
        boolean explicit = op.outputShape().isEmpty() && window.padding() instanceof Padding.Explicit;
        if (explicit || !x.dims().stream().skip(2).allMatch(Dim::isFixed)) {
            return stated;
        }
        List<Long> begins = new ArrayList<>();
        List<Long> ends = new ArrayList<>();
        for (int axis = 0; axis < window.kernel().size(); axis++) {
            long[] around =
                    TransposedWindowShapes.padding(op, window, x.dim(axis + 2).size(), axis);
            begins.add(around[0]);
            ends.add(around[1]);
        }
        ConvTranspose padded = new ConvTranspose(
                op.group(), window.withPadding(new Padding.Explicit(begins, ends)), op.outputPadding(), List.of());
        return TransposedWindowShapes.spatial(padded, x, padded.window())
                        .equals(TransposedWindowShapes.spatial(stated, x, window))
                ? padded
                : stated;
    }

    private Window explicit(Window window, Node node) {
        Shape x = shape(node.input(0));
        boolean fixed = x.dims().stream().skip(2).allMatch(Dim::isFixed);
        if (window.padding() instanceof Padding.Explicit || !fixed) {
            return window;
        }
        List<Long> begins = new ArrayList<>();
        List<Long> ends = new ArrayList<>();
        for (int axis = 0; axis < window.kernel().size(); axis++) {
            long span = (window.kernel().get(axis) - 1) * window.dilations().get(axis) + 1;
            long stride = window.strides().get(axis);
            long[] around = window.padding().around(axis, x.dim(axis + 2).size(), span, stride);
            begins.add(around[0]);
            ends.add(around[1]);
        }
        return window.withPadding(new Padding.Explicit(begins, ends));
    }

    private Shape shape(String value) {
        return Objects.requireNonNull(shapes.get(value), value);
    }
}
