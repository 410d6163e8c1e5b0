package io.espalier.npu;

import io.espalier.onnx.Node;
import io.espalier.onnx.op.Activation;
import io.espalier.onnx.op.Arithmetic;
import io.espalier.onnx.op.AveragePool;
import io.espalier.onnx.op.BatchNormalization;
import io.espalier.onnx.op.Cast;
import io.espalier.onnx.op.Concat;
import io.espalier.onnx.op.Constant;
import io.espalier.onnx.op.ConstantOfShape;
import io.espalier.onnx.op.Conv;
import io.espalier.onnx.op.Dropout;
import io.espalier.onnx.op.Flatten;
import io.espalier.onnx.op.Gather;
import io.espalier.onnx.op.GlobalAveragePool;
import io.espalier.onnx.op.Identity;
import io.espalier.onnx.op.MatMul;
import io.espalier.onnx.op.MaxPool;
import io.espalier.onnx.op.Pad;
import io.espalier.onnx.op.Range;
import io.espalier.onnx.op.ReduceMean;
import io.espalier.onnx.op.Reshape;
import io.espalier.onnx.op.Scaffold;
import io.espalier.onnx.op.ShapeOf;
import io.espalier.onnx.op.Slice;
import io.espalier.onnx.op.Softmax;
import io.espalier.onnx.op.Squeeze;
import io.espalier.onnx.op.Transpose;
import io.espalier.onnx.op.Unsqueeze;
import io.espalier.onnx.op.Window;

/// What each operator asks of a device. The switch has no default: a new operator does not compile until its cost is
/// stated here.
final class Lowering {

    /// Passes over the elements in a softmax: maximum, exponential of the difference, sum, quotient.
    private static final int SOFTMAX_PASSES = 4;

    private final Values values;
    private final ProductLowering products;

    Lowering(Values values) {
        this.values = values;
        this.products = new ProductLowering(values);
    }

    Work lower(Node node) {
        return switch (node.operator()) {
            case Conv ignored -> products.convolution(node);
            case io.espalier.onnx.op.Gemm gemm -> products.gemm(node, gemm);
            case MatMul ignored -> products.matMul(node);
            case Activation ignored -> new Work.Elementwise(outputs(node));
            case Arithmetic ignored -> new Work.Elementwise(outputs(node));
            case BatchNormalization ignored -> new Work.Elementwise(outputs(node));
            case MaxPool pool -> windows(node, pool.window());
            case AveragePool pool -> windows(node, pool.window());
            case GlobalAveragePool ignored -> new Work.Gathered(inputs(node));
            case ReduceMean ignored -> new Work.Gathered(inputs(node));
            case Softmax ignored -> new Work.Gathered(SOFTMAX_PASSES * inputs(node));
            case Concat ignored -> moved(node);
            case Pad ignored -> moved(node);
            case Slice ignored -> moved(node);
            case Transpose ignored -> moved(node);
            case Gather ignored -> moved(node);
            case Flatten ignored -> view();
            case Reshape ignored -> view();
            case Squeeze ignored -> view();
            case Unsqueeze ignored -> view();
            case Scaffold scaffold -> scaffold(node, scaffold);
        };
    }

    private Work scaffold(Node node, Scaffold scaffold) {
        return switch (scaffold) {
            case Constant ignored -> constant();
            case ConstantOfShape ignored -> constant();
            case ShapeOf ignored -> constant();
            case Range ignored -> constant();
            case Identity ignored -> view();
            case Dropout ignored -> view();
            case Cast ignored -> new Work.Elementwise(outputs(node));
        };
    }

    /// One operation for each tap of each window.
    private Work windows(Node node, Window window) {
        long taps = window.kernel().stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
        return new Work.Gathered(Math.multiplyExact(outputs(node), taps));
    }

    /// One operation for each element that is put elsewhere.
    private Work moved(Node node) {
        return new Work.Gathered(outputs(node));
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
