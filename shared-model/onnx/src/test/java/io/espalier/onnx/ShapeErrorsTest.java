package io.espalier.onnx;

import static io.espalier.onnx.Graphs.node;
import static io.espalier.onnx.Graphs.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.onnx.op.Add;
import io.espalier.onnx.op.BatchNormalization;
import io.espalier.onnx.op.Concat;
import io.espalier.onnx.op.Conv;
import io.espalier.onnx.op.ConvTranspose;
import io.espalier.onnx.op.DepthToSpace;
import io.espalier.onnx.op.Div;
import io.espalier.onnx.op.Expand;
import io.espalier.onnx.op.Gather;
import io.espalier.onnx.op.GatherElements;
import io.espalier.onnx.op.Gemm;
import io.espalier.onnx.op.GroupNormalization;
import io.espalier.onnx.op.InstanceNormalization;
import io.espalier.onnx.op.LayerNormalization;
import io.espalier.onnx.op.MatMul;
import io.espalier.onnx.op.MaxPool;
import io.espalier.onnx.op.Operator;
import io.espalier.onnx.op.PRelu;
import io.espalier.onnx.op.Pad;
import io.espalier.onnx.op.Reduce;
import io.espalier.onnx.op.Reshape;
import io.espalier.onnx.op.Resize;
import io.espalier.onnx.op.Slice;
import io.espalier.onnx.op.SpaceToDepth;
import io.espalier.onnx.op.Split;
import io.espalier.onnx.op.Squeeze;
import io.espalier.onnx.op.Tile;
import io.espalier.onnx.op.TopK;
import io.espalier.onnx.op.Transpose;
import io.espalier.onnx.op.Unsqueeze;
import io.espalier.onnx.op.Window;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What does not fit is refused with the node's name and the shapes.
class ShapeErrorsTest {

    @ParameterizedTest
    @MethodSource({"shapesThatDoNotFitAreRefused", "visionOperators"})
    void shapesThatDoNotFitAreRefused(Operator operator, List<Tensor> further, String message) {
        PipelineException refusal = refusal(graph(operator, further));
        assertThat(refusal.code()).isEqualTo(ErrorCode.MODEL_INVALID);
        assertThat(refusal).hasMessage(operator.type() + " 'y_node': " + message);
    }

    static Stream<Arguments> shapesThatDoNotFitAreRefused() {
        Operator norm = new BatchNormalization(1e-5f, 0.9f, false);
        return Stream.of(
                bad(
                        new Conv(1, Window.square(3, 1, 1)),
                        "weight (8, 4, 3, 3) with group=1 needs 4 input channels, had (batch, 3, 8, 8)",
                        random(1, 8, 4, 3, 3)),
                bad(
                        new Conv(3, Window.square(3, 1, 1)),
                        "output channels must be a multiple of group=3, were 8",
                        random(1, 8, 1, 3, 3)),
                bad(
                        new Conv(1, Window.square(5, 1, 1)),
                        "kernel_shape must be that of weight (8, 3, 3, 3), was [5, 5]",
                        random(1, 8, 3, 3, 3)),
                bad(
                        new MaxPool(Window.square(9, 1, 0), false, 0),
                        "kernel [9, 9] is larger than its padded input (batch, 3, 8, 8)"),
                bad(
                        norm,
                        "input 1 must have shape (channels) of (batch, 3, 8, 8), had (4)",
                        random(1, 4),
                        random(1, 3),
                        random(1, 3),
                        random(1, 3)),
                bad(norm, "input 4 is missing", random(1, 3), random(1, 3), random(1, 3)),
                bad(new Add(), "shapes (batch, 3, 8, 8) and (5) cannot be broadcast together", random(1, 5)),
                bad(
                        new Gemm(1, 1, false, false),
                        "its first two inputs must be matrices, were (batch, 3, 8, 8) and (8, 8)",
                        random(1, 8, 8)),
                bad(
                        new MatMul(),
                        "inner extents must be equal, were 8 and 7 of (batch, 3, 8, 8) and (7, 2)",
                        random(1, 7, 2)),
                bad(
                        new Concat(1),
                        "inputs must agree in all axes but 1, were (batch, 3, 8, 8) and (1, 3, 8, 9)",
                        random(1, 1, 3, 8, 9)),
                bad(new Concat(4), "axis must be in [-4, 4), was 4", random(1, 1, 3, 8, 8)),
                bad(new Pad(Pad.Mode.CONSTANT), "pads must have 8 values, had 2", Tensor.ofVector(1, 1)),
                bad(
                        new Slice(),
                        "steps must not be 0",
                        Tensor.ofVector(0),
                        Tensor.ofVector(1),
                        Tensor.ofVector(1),
                        Tensor.ofVector(0)),
                bad(
                        new Transpose(List.of(0, 1, 1, 2)),
                        "perm must be a permutation of the axes of (batch, 3, 8, 8), was [0, 1, 1, 2]"),
                bad(new Reshape(false), "its shape must have at most one -1, was [-1, -1]", Tensor.ofVector(-1, -1)),
                bad(new Reshape(false), "cannot reshape (batch, 3, 8, 8) to (batch, 100)", Tensor.ofVector(0, 100)),
                bad(new Squeeze(), "axis 1 of (batch, 3, 8, 8) must have extent 1", Tensor.ofVector(1)),
                bad(new Unsqueeze(), "axes must be distinct, were [1, 1]", Tensor.ofVector(1, 1)));
    }

    static Stream<Arguments> visionOperators() {
        Resize resize = new Resize(Resize.Mode.LINEAR, Resize.Coordinates.HALF_PIXEL, Resize.Rounding.FLOOR);
        Tensor noRegion = Tensor.ofFloats(new long[] {0});
        return Stream.of(
                bad(
                        new ConvTranspose(1, Window.square(2, 2, 0)),
                        "weight (4, 3, 2, 2) needs 4 input channels, had (batch, 3, 8, 8)",
                        random(1, 4, 3, 2, 2)),
                bad(
                        new ConvTranspose(2, Window.square(2, 2, 0)),
                        "input channels must be a multiple of group=2, were 3",
                        random(1, 3, 3, 2, 2)),
                bad(
                        new ConvTranspose(1, Window.square(2, 2, 0), List.of(1L), List.of()),
                        "output_padding must have one value for each of 2 spatial axes, was [1]",
                        random(1, 3, 3, 2, 2)),
                bad(new DepthToSpace(2, DepthToSpace.Mode.DCR), "extent 3 of (batch, 3, 8, 8) must be a multiple of 4"),
                bad(new SpaceToDepth(3), "extent 8 of (batch, 3, 8, 8) must be a multiple of 3"),
                bad(new Split(1, 0), "split must have 1 values that sum to 3, was [1, 1]", Tensor.ofVector(1, 1)),
                bad(new Split(1, 2), "num_outputs must be the number of outputs 1, was 2"),
                bad(new TopK(1, true, true), "k must be <= 3, was 4", Tensor.ofVector(4)),
                bad(
                        new PRelu(),
                        "shape (2, 1, 3, 8, 8) cannot be broadcast to (batch, 3, 8, 8)",
                        random(1, 2, 1, 3, 8, 8)),
                bad(new PRelu(), "shape (3) cannot be broadcast to (batch, 3, 8, 8)", random(1, 3)),
                bad(
                        new GroupNormalization(2, 1e-5f, 1, false),
                        "the channels of (batch, 3, 8, 8) must be a multiple of num_groups=2",
                        random(1, 3),
                        random(1, 3)),
                bad(
                        new InstanceNormalization(1e-5f),
                        "input 2 must have shape (channels) of (batch, 3, 8, 8), had (4)",
                        random(1, 3),
                        random(1, 4)),
                bad(
                        new LayerNormalization(-1, 1e-5f),
                        "shape (3) cannot be broadcast to (batch, 3, 8, 8)",
                        random(1, 3)),
                bad(resize, "one of scales (input 2) and sizes (input 3) must be given"),
                bad(
                        resize,
                        "input 2 must have 4 elements, had shape (2)",
                        noRegion,
                        Tensor.ofFloats(new long[] {2}, 2, 2)),
                bad(resize, "scales must be > 0, was 0.0", noRegion, Tensor.ofFloats(new long[] {4}, 1, 1, 0, 2)),
                bad(
                        new GatherElements(1),
                        "indices must have the rank of the data, were (1) and (batch, 3, 8, 8)",
                        Tensor.ofVector(1)),
                bad(
                        new Tile(),
                        "repeats must have one value for each axis of (batch, 3, 8, 8), had shape (2)",
                        Tensor.ofVector(1, 2)),
                bad(new Reduce(Reduce.Kind.MAX), "axis must be in [-4, 4), was 4", Tensor.ofVector(4)),
                bad(new Expand(), "shapes (batch, 3, 8, 8) and (5) cannot be broadcast together", Tensor.ofVector(5)));
    }

    private static Arguments bad(Operator operator, String message, Tensor... further) {
        return Arguments.of(operator, List.of(further), message);
    }

    @Test
    void constantsThatCannotBeComputedAreRefused() {
        Graph divided = constantGraph(new Div(), Tensor.ofScalar(1L), Tensor.ofScalar(0L));
        assertThat(refusal(divided)).hasMessage("Div 'constant_node': / by zero");
        Graph gathered = constantGraph(new Gather(0), Tensor.ofVector(1, 2), Tensor.ofScalar(2L));
        assertThat(refusal(gathered)).hasMessage("Gather 'constant_node': axis must be in [-2, 2), was 2");
        Graph added = constantGraph(new Add(), Tensor.ofScalar(1L), Tensor.ofScalar(1f));
        assertThat(refusal(added))
                .hasMessage("Add 'constant_node': inputs must have the same type, were INT64[] and FLOAT[]");
    }

    @Test
    void axesThatDependOnTheInputAreUnsupported() {
        Graph graph = new Graph(
                "g",
                List.of(
                        new ValueInfo("x", ElementType.FLOAT, Graphs.image(3, 8)),
                        new ValueInfo("pads", ElementType.INT64, Shape.of(8))),
                List.of(new ValueInfo("y", ElementType.FLOAT, Graphs.image(3, 8))),
                List.of(node(new Pad(Pad.Mode.CONSTANT), "y", "x", "pads")),
                Map.of(),
                ModelHeader.of(17));
        assertThat(refusal(graph).code()).isEqualTo(ErrorCode.OPERATOR_UNSUPPORTED);
        assertThat(refusal(graph)).hasMessage("Pad 'y_node': pads (input 1 'pads') must be constant");
    }

    @Test
    void trainingModeIsUnsupported() {
        Tensor three = random(1, 3);
        Operator norm = new BatchNormalization(1e-5f, 0.9f, true);
        PipelineException refusal = refusal(graph(norm, List.of(three, three, three, three)));
        assertThat(refusal.code()).isEqualTo(ErrorCode.OPERATOR_UNSUPPORTED);
        assertThat(refusal).hasMessageStartingWith("BatchNormalization 'y_node': training_mode=1 is not supported");
    }

    private static Graph constantGraph(Operator operator, Tensor a, Tensor b) {
        ValueInfo x = new ValueInfo("x", ElementType.FLOAT, Shape.of(1));
        ValueInfo y = new ValueInfo("constant", ElementType.FLOAT, Shape.of(1));
        Node node = node(operator, "constant", "a", "b");
        return new Graph("g", List.of(x), List.of(y), List.of(node), Map.of("a", a, "b", b), ModelHeader.of(17));
    }

    private static Graph graph(Operator operator, List<Tensor> further) {
        ValueInfo x = new ValueInfo("x", ElementType.FLOAT, Graphs.image(3, 8));
        ValueInfo y = new ValueInfo("y", ElementType.FLOAT, Graphs.image(3, 8));
        Map<String, Tensor> initializers = new LinkedHashMap<>();
        further.forEach(tensor -> initializers.put("c" + (initializers.size() + 1), tensor));
        String[] inputs =
                Stream.concat(Stream.of("x"), initializers.keySet().stream()).toArray(String[]::new);
        Node node = node(operator, "y", inputs);
        return new Graph("g", List.of(x), List.of(y), List.of(node), initializers, ModelHeader.of(17));
    }

    private static PipelineException refusal(Graph graph) {
        return catchThrowableOfType(PipelineException.class, () -> TrainingForm.of(graph));
    }
}
