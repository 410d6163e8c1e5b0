package io.espalier.npu;

import io.espalier.onnx.Node;
import io.espalier.onnx.op.Activation;
import io.espalier.onnx.op.AveragePool;
import io.espalier.onnx.op.BatchNormalization;
import io.espalier.onnx.op.Broadcast;
import io.espalier.onnx.op.Cast;
import io.espalier.onnx.op.Constant;
import io.espalier.onnx.op.ConstantOfShape;
import io.espalier.onnx.op.Conv;
import io.espalier.onnx.op.ConvTranspose;
import io.espalier.onnx.op.Dropout;
import io.espalier.onnx.op.GlobalAveragePool;
import io.espalier.onnx.op.GlobalMaxPool;
import io.espalier.onnx.op.Identity;
import io.espalier.onnx.op.LogSoftmax;
import io.espalier.onnx.op.MatMul;
import io.espalier.onnx.op.MaxPool;
import io.espalier.onnx.op.Movement;
import io.espalier.onnx.op.NonZero;
import io.espalier.onnx.op.Normalization;
import io.espalier.onnx.op.Pool;
import io.espalier.onnx.op.Range;
import io.espalier.onnx.op.Reduction;
import io.espalier.onnx.op.Resize;
import io.espalier.onnx.op.Scaffold;
import io.espalier.onnx.op.ShapeOf;
import io.espalier.onnx.op.SizeOf;
import io.espalier.onnx.op.Softmax;
import io.espalier.onnx.op.TopK;
import io.espalier.onnx.op.Variadic;
import io.espalier.onnx.op.View;
import io.espalier.onnx.op.Window;

/// What each operator asks of a device. The switch has no default: a new operator does not compile until its cost is
/// stated here.
final class Lowering {

    /// Passes over the elements in a softmax: maximum, exponential of the difference, sum, quotient.
    private static final int SOFTMAX_PASSES = 4;

    /// Passes in a normalisation by the sample's own statistics: sum, sum of squares, scale and offset.
    private static final int NORMALIZATION_PASSES = 3;

    private final Values values;
    private final ProductLowering products;

    Lowering(Values values, boolean assumeDense) {
        this.values = values;
        this.products = new ProductLowering(values, assumeDense);
    }

    Work lower(Node node) {
        return switch (node.operator()) {
            case Conv conv -> products.convolution(node, conv);
            case ConvTranspose transpose -> products.transposedConvolution(node, transpose);
            case io.espalier.onnx.op.Gemm gemm -> products.gemm(node, gemm);
            case MatMul ignored -> products.matMul(node);
            case Activation ignored -> new Work.Elementwise(outputs(node));
            case Broadcast broadcast -> new Work.Elementwise(outputs(node) * steps(node, broadcast));
            case BatchNormalization ignored -> new Work.Elementwise(outputs(node));
            case Normalization ignored -> new Work.Gathered(NORMALIZATION_PASSES * inputs(node));
            case Pool pool -> pool(node, pool);
            case Reduction ignored -> new Work.Gathered(inputs(node));
            case TopK top -> new Work.Gathered(inputs(node) * comparisons(node, top));
            case Resize resize -> new Work.Gathered(Math.multiplyExact(outputs(node), samples(node, resize)));
            case Softmax ignored -> new Work.Gathered(SOFTMAX_PASSES * inputs(node));
            case LogSoftmax ignored -> new Work.Gathered(SOFTMAX_PASSES * inputs(node));
            case Movement ignored -> moved(node);
            case View ignored -> view();
            case Scaffold scaffold -> scaffold(node, scaffold);
        };
    }

    /// One operation joins two inputs.
    private static long steps(Node node, Broadcast operator) {
        return operator instanceof Variadic ? Math.max(1, node.inputs().size() - 1) : 1;
    }

    /// Comparisons of each element with others in a sort by merging: ceil(log2 extent).
    private long comparisons(Node node, TopK top) {
        long[] sizes = values.sizes(node, node.input(0));
        long extent = sizes[Math.floorMod(top.axis(), sizes.length)];
        return Math.max(1, Long.SIZE - Long.numberOfLeadingZeros(extent - 1));
    }

    private Work pool(Node node, Pool operator) {
        return switch (operator) {
            case MaxPool pool -> windows(node, pool.window());
            case AveragePool pool -> windows(node, pool.window());
            case GlobalAveragePool ignored -> new Work.Gathered(inputs(node), true);
            case GlobalMaxPool ignored -> new Work.Gathered(inputs(node), true);
        };
    }

    /// Input elements that an output element is made of: 2 or 4 along each axis whose extent changes.
    private long samples(Node node, Resize resize) {
        long along =
                switch (resize.mode()) {
                    case NEAREST -> 1;
                    case LINEAR -> 2;
                    case CUBIC -> 4;
                };
        long[] from = values.sizes(node, node.input(0));
        long[] to = values.sizes(node, node.output());
        long samples = 1;
        for (int axis = 0; axis < from.length; axis++) {
            samples *= from[axis] == to[axis] ? 1 : along;
        }
        return samples;
    }

    private Work scaffold(Node node, Scaffold scaffold) {
        return switch (scaffold) {
            case Constant ignored -> constant();
            case ConstantOfShape ignored -> constant();
            case ShapeOf ignored -> constant();
            case SizeOf ignored -> constant();
            case NonZero ignored -> new Work.Gathered(inputs(node));
            case Range ignored -> constant();
            case Identity ignored -> view();
            case Dropout ignored -> view();
            case Cast ignored -> new Work.Elementwise(outputs(node));
        };
    }

    /// One operation for each tap of each window.
    private Work windows(Node node, Window window) {
        long taps = window.kernel().stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
        return new Work.Gathered(Math.multiplyExact(outputs(node), taps), true);
    }

    /// One operation for each element that is put elsewhere.
    private Work moved(Node node) {
        long elements = node.outputs().stream()
                .filter(output -> !output.isEmpty())
                .mapToLong(output -> values.elements(node, output))
                .sum();
        return new Work.Gathered(elements);
    }

    private static Work view() {
        return new Work.Nothing(LayerEstimate.Reason.VIEW);
    }

    private static Work constant() {
        return new Work.Nothing(LayerEstimate.Reason.CONSTANT);
    }

    private long outputs(Node node) {
        return values.elements(node, node.output());
    }

    private long inputs(Node node) {
        return values.elements(node, node.input(0));
    }
}
