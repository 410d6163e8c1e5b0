package io.espalier.onnx;

import static io.espalier.onnx.Graphs.node;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.espalier.onnx.op.Add;
import io.espalier.onnx.op.Cast;
import io.espalier.onnx.op.Concat;
import io.espalier.onnx.op.Constant;
import io.espalier.onnx.op.ConstantOfShape;
import io.espalier.onnx.op.Div;
import io.espalier.onnx.op.Flatten;
import io.espalier.onnx.op.Gather;
import io.espalier.onnx.op.Identity;
import io.espalier.onnx.op.Mul;
import io.espalier.onnx.op.Operator;
import io.espalier.onnx.op.Pad;
import io.espalier.onnx.op.Range;
import io.espalier.onnx.op.Reshape;
import io.espalier.onnx.op.ShapeOf;
import io.espalier.onnx.op.Slice;
import io.espalier.onnx.op.Squeeze;
import io.espalier.onnx.op.Sub;
import io.espalier.onnx.op.Transpose;
import io.espalier.onnx.op.Unsqueeze;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConstantFoldingTest {

    private static final Tensor COUNT = Tensor.ofLongs(new long[] {2, 3}, 1, -2, 3, -4, 5, -6);
    private static final Tensor REAL = Graphs.random(1, 2, 3);
    private static final Tensor HALF =
            Tensor.ofRaw(ElementType.FLOAT16, new long[] {3}, new byte[] {0, 0x3c, 1, 0x3c, 0, (byte) 0xb8});

    /// Each rule on constants alone, bit for bit as ONNX Runtime computes it.
    @ParameterizedTest
    @MethodSource
    void constantsAreComputedAsInARun(Operator operator, List<Tensor> inputs) throws InvalidProtocolBufferException {
        FoldedConstants.assertComputedAsInARun(operator, 1, inputs);
    }

    static Stream<Arguments> constantsAreComputedAsInARun() {
        Tensor column = Tensor.ofLongs(new long[] {2, 1}, 2, -3);
        return Stream.of(
                folding(new Add(), COUNT, column),
                folding(new Sub(), column, COUNT),
                folding(new Mul(), COUNT, Tensor.ofScalar(3L)),
                folding(new Div(), COUNT, column),
                folding(new Div(), REAL, Graphs.random(2, 3)),
                folding(new Add(), HALF, HALF),
                folding(new Cast(ElementType.FLOAT, true), COUNT),
                folding(new Cast(ElementType.FLOAT16, true), REAL),
                folding(new Cast(ElementType.FLOAT, true), HALF),
                folding(new Cast(ElementType.INT32, true), Tensor.ofFloats(new long[] {2}, 2.9f, -2.9f)),
                folding(new Cast(ElementType.BOOL, true), Tensor.ofFloats(new long[] {2}, 0.5f, 0)),
                folding(new Cast(ElementType.DOUBLE, true), REAL),
                folding(new Concat(1), COUNT, column, COUNT),
                folding(new Concat(-2), REAL, REAL),
                folding(new Constant(REAL)),
                folding(new ConstantOfShape(Tensor.ofVector(7)), Tensor.ofVector(2, 2)),
                folding(new ConstantOfShape(Tensor.ofFloats(new long[] {1}, 0)), Tensor.ofVector()),
                folding(new ConstantOfShape(Tensor.ofVector(0)), Tensor.ofVector(0)),
                folding(new Flatten(0), COUNT),
                folding(new Gather(1), COUNT, Tensor.ofLongs(new long[] {2, 2}, 2, 0, -1, 1)),
                folding(new Gather(0), COUNT, Tensor.ofScalar(-1L)),
                folding(new Identity(), REAL),
                folding(new Pad(Pad.Mode.CONSTANT), COUNT, Tensor.ofVector(1, -1, 0, 2), Tensor.ofScalar(9L)),
                folding(new Pad(Pad.Mode.CONSTANT), REAL, Tensor.ofVector(0, 1, 1, 0)),
                folding(new Range(), Tensor.ofScalar(2L), Tensor.ofScalar(-5L), Tensor.ofScalar(-3L)),
                folding(new Range(), Tensor.ofScalar(0f), Tensor.ofScalar(1f), Tensor.ofScalar(0.25f)),
                folding(new Reshape(false), COUNT, Tensor.ofVector(3, -1)),
                folding(new ShapeOf(0, ShapeOf.ALL), COUNT),
                folding(
                        new Slice(),
                        COUNT,
                        Tensor.ofVector(-1),
                        Tensor.ofVector(Long.MIN_VALUE),
                        Tensor.ofVector(0),
                        Tensor.ofVector(-1)),
                folding(new Slice(), COUNT, Tensor.ofVector(0, 1), Tensor.ofVector(1, 9)),
                folding(new Squeeze(), column, Tensor.ofVector(1)),
                folding(new Transpose(List.of(1, 0)), COUNT),
                folding(new Transpose(List.of(2, 0, 1)), Graphs.random(3, 2, 3, 4)),
                folding(new Unsqueeze(), COUNT, Tensor.ofVector(-1, 0)));
    }

    private static Arguments folding(Operator operator, Tensor... inputs) {
        return Arguments.of(operator, List.of(inputs));
    }

    @Test
    void theFixedExtentsOfASymbolicShapeFold() {
        Graph graph = Graphs.of(
                Graphs.image(3, 8),
                "y",
                Map.of("two", Tensor.ofScalar(2L), "four", Tensor.ofVector(4), "axes", Tensor.ofVector(0)),
                node(new ShapeOf(0, ShapeOf.ALL), "shape", "x"),
                node(new Gather(0), "height", "shape", "two"),
                node(new Unsqueeze(), "row", "height", "axes"),
                node(new Concat(0), "target", "four", "row"),
                node(new ConstantOfShape(Tensor.ofFloats(new long[] {1}, 1)), "ones", "target"),
                node(new Reshape(false), "y", "ones", "four_eight"),
                node(new Identity(), "four_eight", "target"));
        assertThat(ConstantFolding.fold(graph).constant("target")).contains(Tensor.ofVector(4, 8));
    }

    @Test
    void aReshapeToTheSymbolicBatchGetsAConstantTarget() {
        Graph graph = Graphs.of(
                Graphs.image(3, 8),
                "y",
                Map.of("zero", Tensor.ofVector(0), "rest", Tensor.ofVector(-1)),
                node(new ShapeOf(0, ShapeOf.ALL), "shape", "x"),
                node(new Gather(0), "batch", "shape", "zero"),
                node(new Concat(0), "target", "batch", "rest"),
                node(new Reshape(false), "y", "x", "target"));
        Graph form = TrainingForm.of(graph);
        assertThat(form.nodes()).hasSize(1);
        assertThat(form.constant(form.nodes().get(0).input(1))).contains(Tensor.ofVector(0, 192));
        assertThat(ShapeInference.infer(form).get("y")).isEqualTo(Shape.of(Dim.of("batch"), Dim.of(192)));
    }

    @Test
    void aReshapeThatMultipliesTheBatchIsLeftOver() {
        Graph graph = Graphs.of(
                Graphs.image(3, 8),
                "y",
                Map.of("zero", Tensor.ofVector(0), "three", Tensor.ofVector(3), "rest", Tensor.ofVector(8, 8)),
                node(new ShapeOf(0, ShapeOf.ALL), "shape", "x"),
                node(new Gather(0), "batch", "shape", "zero"),
                node(new Mul(), "rows", "batch", "three"),
                node(new Concat(0), "target", "rows", "rest"),
                node(new Reshape(false), "y", "x", "target"));
        assertThat(ShapeInference.infer(graph).get("y")).isEqualTo(Shape.of(Dim.of("3*batch"), Dim.of(8), Dim.of(8)));
        Graph form = TrainingForm.of(graph);
        assertThat(form.constant(form.nodes().get(0).input(1))).contains(Tensor.ofVector(-1, 8, 8));
    }

    @Test
    void aConstantThatIsAGraphOutputKeepsItsNode() {
        Graph graph = Graphs.of(Shape.of(1), "y", Map.of(), node(new Constant(REAL), "y"));
        assertThat(TrainingForm.of(graph).nodes()).hasSize(1);
    }

    @Test
    void aConstantTooLargeForMemoryIsLeftToTheRun() {
        Map<String, Tensor> huge = Map.of("huge", Tensor.ofVector(1L << 20, 1L << 20));
        Graph graph = Graphs.of(
                Shape.of(1),
                "y",
                huge,
                node(new ConstantOfShape(Tensor.ofFloats(new long[] {1}, 0)), "zeros", "huge"),
                node(new Add(), "y", "x", "zeros"));
        assertThat(TrainingForm.of(graph).nodes()).hasSize(2);
    }
}
