package io.espalier.onnx;

import static io.espalier.onnx.Graphs.random;
import static io.espalier.onnx.OperatorCase.one;

import com.google.protobuf.InvalidProtocolBufferException;
import io.espalier.onnx.op.Add;
import io.espalier.onnx.op.AveragePool;
import io.espalier.onnx.op.Clip;
import io.espalier.onnx.op.Concat;
import io.espalier.onnx.op.Conv;
import io.espalier.onnx.op.Div;
import io.espalier.onnx.op.Dropout;
import io.espalier.onnx.op.Flatten;
import io.espalier.onnx.op.Gather;
import io.espalier.onnx.op.Gemm;
import io.espalier.onnx.op.HardSigmoid;
import io.espalier.onnx.op.HardSwish;
import io.espalier.onnx.op.LeakyRelu;
import io.espalier.onnx.op.MatMul;
import io.espalier.onnx.op.MaxPool;
import io.espalier.onnx.op.Mul;
import io.espalier.onnx.op.Pad;
import io.espalier.onnx.op.Padding;
import io.espalier.onnx.op.Reduce;
import io.espalier.onnx.op.Reshape;
import io.espalier.onnx.op.ShapeOf;
import io.espalier.onnx.op.Sigmoid;
import io.espalier.onnx.op.Slice;
import io.espalier.onnx.op.Softmax;
import io.espalier.onnx.op.Squeeze;
import io.espalier.onnx.op.Sub;
import io.espalier.onnx.op.Transpose;
import io.espalier.onnx.op.Unsqueeze;
import io.espalier.onnx.op.Window;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The shape rule of each operator, and that its attributes mean to ONNX Runtime what they mean here.
class OperatorShapesTest {

    private static final int BEFORE_AXES_WERE_INPUTS = 11;
    private static final Reduce MEAN = new Reduce(Reduce.Kind.MEAN);

    @ParameterizedTest
    @MethodSource({"windows", "elementwise", "products", "axes", "reshapes", "olderOpsets"})
    void inferredShapesAreThoseOfARun(OperatorCase example) throws InvalidProtocolBufferException {
        example.assertShapesAndTypesAreThoseOfARun();
    }

    @ParameterizedTest
    @MethodSource({"windows", "elementwise", "products", "axes", "reshapes", "olderOpsets"})
    void theTrainingFormGivesTheSameNumbers(OperatorCase example) {
        example.assertTheTrainingFormGivesTheSameNumbers();
    }

    static Stream<OperatorCase> windows() {
        Tensor weight = random(1, 8, 4, 3, 3);
        List<Long> two = List.of(2L, 2L);
        List<Long> three = List.of(3L, 3L);
        Padding asymmetric = new Padding.Explicit(List.of(0L, 1L), List.of(2L, 0L));
        return Stream.of(
                one("conv", new Conv(1, Window.square(3, 1, 1)), weight),
                one("conv of the weight's kernel", new Conv(1, new Window(List.of(), two, two, asymmetric)), weight),
                one(
                        "conv, no attributes",
                        new Conv(1, new Window(List.of(), List.of(), List.of(), Padding.none(0))),
                        weight),
                one("conv same upper", new Conv(1, new Window(three, two, List.of(), new Padding.SameUpper())), weight),
                one("conv same lower", new Conv(1, new Window(three, two, List.of(), new Padding.SameLower())), weight),
                one("depthwise conv", new Conv(4, Window.square(3, 2, 1)), random(2, 4, 1, 3, 3)),
                one("max pool", new MaxPool(Window.square(3, 2, 1), false, 0)),
                one("max pool ceil", new MaxPool(Window.square(2, 2, 0), true, 0)),
                one("max pool ceil, last window in the padding", new MaxPool(Window.square(2, 4, 1), true, 0)),
                one("max pool dilated", new MaxPool(new Window(three, two, two, asymmetric), false, 0)),
                one("max pool same", new MaxPool(new Window(two, two, List.of(), new Padding.SameUpper()), false, 0)),
                one("average pool", new AveragePool(Window.square(3, 2, 1), false, true)),
                one("average pool ceil", new AveragePool(Window.square(2, 2, 0), true, false)));
    }

    static Stream<OperatorCase> elementwise() {
        return Stream.of(
                one("leaky relu", new LeakyRelu(0.2f)),
                one("sigmoid", new Sigmoid()),
                one("hard sigmoid", new HardSigmoid(1f / 6, 0.5f)),
                one("hard swish", new HardSwish()),
                one("clip", new Clip(), Tensor.ofScalar(-0.5f), Tensor.ofScalar(0.5f)),
                one("softmax", new Softmax(1, false)),
                one("dropout", new Dropout(0)),
                one("add", new Add(), random(3, 4, 1, 1)),
                one("sub stretches the left side", new Sub(), random(3, 2, 1, 4, 9, 9)),
                one("mul by a scalar", new Mul(), Tensor.ofScalar(2f)),
                one("div", new Div(), random(4, 9)));
    }

    static Stream<OperatorCase> products() {
        Shape rows = Shape.of(Dim.of("batch"), Dim.of(6));
        return Stream.of(
                one("gemm", rows, new Gemm(1, 1, false, false), random(1, 6, 5), random(2, 5)),
                one("gemm transB", rows, new Gemm(0.5f, 2, false, true), random(1, 5, 6), random(2, 1)),
                one("matmul by a matrix", OperatorCase.IMAGE, new MatMul(), random(1, 9, 5)),
                one("matmul by a vector", OperatorCase.IMAGE, new MatMul(), random(1, 9)),
                one("matmul by a stack", OperatorCase.IMAGE, new MatMul(), random(1, 1, 4, 9, 2)));
    }

    static Stream<OperatorCase> axes() {
        Tensor four = Tensor.ofVector(1, 2, 3, 4);
        return Stream.of(
                one("transpose", new Transpose(List.of(0, 2, 3, 1))),
                one("transpose reversed", new Transpose(List.of())),
                one(
                        "slice with a step",
                        new Slice(),
                        Tensor.ofVector(1),
                        Tensor.ofVector(8),
                        Tensor.ofVector(2),
                        Tensor.ofVector(3)),
                one(
                        "slice backwards",
                        new Slice(),
                        Tensor.ofVector(-1),
                        Tensor.ofVector(Long.MIN_VALUE),
                        Tensor.ofVector(-1),
                        Tensor.ofVector(-2)),
                one(
                        "slice of two axes",
                        new Slice(),
                        Tensor.ofVector(-3, 1),
                        Tensor.ofVector(100, -1),
                        Tensor.ofVector(1, 2)),
                one(
                        "slice of the batch",
                        new Slice(),
                        Tensor.ofVector(0),
                        Tensor.ofVector(Long.MAX_VALUE),
                        Tensor.ofVector(0)),
                one("pad", new Pad(Pad.Mode.CONSTANT), Tensor.ofVector(0, 2, 1, 0, 0, 2, 0, -1), Tensor.ofScalar(3f)),
                one("pad reflect", new Pad(Pad.Mode.REFLECT), Tensor.ofVector(0, 0, 1, 1, 0, 0, 2, 2)),
                one("gather", new Gather(2), Tensor.ofLongs(new long[] {2, 2}, 0, 3, -1, 1)),
                one("gather one", new Gather(1), Tensor.ofScalar(2L)),
                one("concat", Shape.of(2, 4, 9), new Concat(-2), random(1, 2, 3, 9)),
                one("reduce mean", MEAN, Tensor.ofVector(2, 3)),
                one("reduce mean of the last", new Reduce(Reduce.Kind.MEAN, false, false), Tensor.ofVector(-1)),
                one("reduce mean of all", MEAN),
                one(
                        18,
                        "reduce mean with axes as input",
                        new Reduce(Reduce.Kind.MEAN, false, false),
                        Tensor.ofVector(2, 3)),
                one(18, "reduce mean of nothing", new Reduce(Reduce.Kind.MEAN, true, true)),
                one(18, "pad of two axes", new Pad(Pad.Mode.EDGE), four, Tensor.ofScalar(0f), Tensor.ofVector(3, 2)));
    }

    static Stream<OperatorCase> reshapes() {
        return Stream.of(
                one("flatten", new Flatten(1)),
                one("flatten at 0", new Flatten(0)),
                one("flatten negative", new Flatten(-1)),
                one("reshape", new Reshape(false), Tensor.ofVector(0, -1, 3)),
                one("reshape joins the batch", new Reshape(false), Tensor.ofVector(-1, 9)),
                one("unsqueeze", new Unsqueeze(), Tensor.ofVector(0, -1)),
                one("shape", new ShapeOf(1, 3)),
                one("shape from the end", new ShapeOf(-2, ShapeOf.ALL)),
                one("squeeze", Shape.of(Dim.of("batch"), Dim.of(3), Dim.of(1)), new Squeeze(), Tensor.ofVector(-1)));
    }

    static Stream<OperatorCase> olderOpsets() {
        return Stream.of(
                one(BEFORE_AXES_WERE_INPUTS, "unsqueeze 11", new Unsqueeze(), Tensor.ofVector(1)),
                one(BEFORE_AXES_WERE_INPUTS, "softmax 11 over all later axes", new Softmax(1, true)),
                one(
                        BEFORE_AXES_WERE_INPUTS,
                        "reduce mean 11",
                        new Reduce(Reduce.Kind.MEAN, false, false),
                        Tensor.ofVector(1)));
    }
}
