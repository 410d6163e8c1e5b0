package io.espalier.onnx;

import io.espalier.onnx.op.AveragePool;
import io.espalier.onnx.op.Conv;
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
        return node;
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
