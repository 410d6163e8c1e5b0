package io.espalier.onnx;

import static io.espalier.onnx.Graphs.node;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.espalier.onnx.op.Add;
import io.espalier.onnx.op.Cast;
import io.espalier.onnx.op.Comparison;
import io.espalier.onnx.op.Concat;
import io.espalier.onnx.op.Expand;
import io.espalier.onnx.op.Gather;
import io.espalier.onnx.op.GatherElements;
import io.espalier.onnx.op.Logical;
import io.espalier.onnx.op.Mod;
import io.espalier.onnx.op.Mul;
import io.espalier.onnx.op.NonZero;
import io.espalier.onnx.op.Operator;
import io.espalier.onnx.op.Pow;
import io.espalier.onnx.op.Reduce;
import io.espalier.onnx.op.Reshape;
import io.espalier.onnx.op.ShapeOf;
import io.espalier.onnx.op.SizeOf;
import io.espalier.onnx.op.Split;
import io.espalier.onnx.op.Tile;
import io.espalier.onnx.op.Unary;
import io.espalier.onnx.op.Variadic;
import io.espalier.onnx.op.Where;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Functions, comparisons, choices and reductions of constants, and of shapes that hold the symbolic batch.
class FunctionFoldingTest {

    private static final Tensor COUNT = Tensor.ofLongs(new long[] {2, 3}, 1, -2, 3, -4, 5, 0);
    private static final Tensor ROW = Tensor.ofLongs(new long[] {3}, 1, 5, 3);
    private static final Tensor REAL = Tensor.ofFloats(new long[] {2, 3}, 0.25f, 2.5f, 1, 4, 0.5f, 3.5f);
    private static final Tensor SIGNED = Tensor.ofFloats(new long[] {4}, -0f, 0f, -2.5f, Float.NaN);
    private static final Tensor YES = bool(1, 0, 1);

    private static Tensor bool(int... values) {
        byte[] raw = new byte[values.length];
        for (int i = 0; i < raw.length; i++) {
            raw[i] = (byte) values[i];
        }
        return Tensor.ofRaw(ElementType.BOOL, new long[] {raw.length}, raw);
    }

    @ParameterizedTest
    @EnumSource(
            value = Unary.Function.class,
            names = {"ABS", "CEIL", "FLOOR", "NEG", "RECIPROCAL", "ROUND", "SIGN", "SQRT"})
    void functionsOfConstantsAreComputedAsInARun(Unary.Function function) throws InvalidProtocolBufferException {
        FoldedConstants.assertComputedAsInARun(new Unary(function), 1, List.of(REAL));
    }

    @ParameterizedTest
    @EnumSource(
            value = Unary.Function.class,
            names = {"ERF", "MISH", "SOFTPLUS", "SOFTSIGN", "TANH"})
    void activationsOfParametersAreLeftToTheRun(Unary.Function function) {
        Node folded = node(new Unary(function), "y", "c");
        Graph graph = Graphs.of(Shape.of(1), "y", Map.of("c", REAL), folded);
        assertThat(ConstantFolding.fold(graph).nodes()).hasSize(1);
    }

    /// ONNX Runtime's own functions are within two units in the last place.
    @ParameterizedTest
    @EnumSource(
            value = Unary.Function.class,
            names = {"COS", "EXP", "LOG", "SIN"})
    void transcendentalFunctionsAreRoundedOnce(Unary.Function function) {
        Graph graph = Graphs.of(
                Shape.of(2, 3),
                "y",
                Map.of("c", REAL),
                node(new Unary(function), "z", "c"),
                node(new Add(), "y", "x", "z"));
        Tensor x = Tensor.ofFloats(new long[] {2, 3}, new float[6]);
        Tensor sum = Objects.requireNonNull(
                OnnxRuntime.run(OnnxFile.write(graph), Map.of("x", x)).get("y"));
        float[] expected = sum.floats();
        float[] actual = ConstantFolding.fold(graph).constant("z").orElseThrow().floats();
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).isCloseTo(expected[i], Offset.offset(2 * Math.ulp(expected[i])));
        }
    }

    @ParameterizedTest
    @MethodSource
    void constantsAreComputedAsInARun(Operator operator, int outputs, List<Tensor> inputs)
            throws InvalidProtocolBufferException {
        FoldedConstants.assertComputedAsInARun(operator, outputs, inputs);
    }

    static Stream<Arguments> constantsAreComputedAsInARun() {
        Stream<Arguments> comparisons = Arrays.stream(Comparison.Relation.values())
                .flatMap(relation -> Stream.of(
                        folding(new Comparison(relation), COUNT, ROW),
                        folding(new Comparison(relation), SIGNED, Tensor.ofScalar(0f))));
        Stream<Arguments> variadics = Arrays.stream(Variadic.Function.values())
                .map(function -> folding(new Variadic(function), REAL, Tensor.ofScalar(1.5f)));
        Stream<Arguments> logic = Arrays.stream(Logical.Connective.values())
                .map(connective -> folding(new Logical(connective), YES, bool(1, 1, 0)));
        Stream<Arguments> reductions = Arrays.stream(Reduce.Kind.values())
                .filter(kind -> kind != Reduce.Kind.LOG_SUM_EXP)
                .map(kind -> folding(new Reduce(kind, false, false), REAL, Tensor.ofVector(-1)));
        return Stream.of(comparisons, variadics, logic, reductions, others()).flatMap(cases -> cases);
    }

    private static Stream<Arguments> others() {
        return Stream.of(
                folding(new Unary(Unary.Function.NOT), YES),
                folding(new Unary(Unary.Function.NEG), COUNT),
                folding(new Variadic(Variadic.Function.MAX), COUNT, ROW),
                folding(new Variadic(Variadic.Function.SUM), REAL, REAL, Tensor.ofScalar(1.5f)),
                folding(new Where(), YES, COUNT, Tensor.ofScalar(9L)),
                folding(new Where(), bool(0), REAL, Tensor.ofFloats(new long[] {2, 1, 1}, 7, Float.NaN)),
                folding(new Pow(), REAL, Tensor.ofScalar(2f)),
                folding(new Pow(), ROW, Tensor.ofScalar(2f)),
                folding(new Mod(false), COUNT, Tensor.ofScalar(-3L)),
                folding(new Mod(true), COUNT, Tensor.ofScalar(-3L)),
                folding(new Reduce(Reduce.Kind.SUM), COUNT),
                folding(new Reduce(Reduce.Kind.PROD, false, false), ROW),
                folding(new Reduce(Reduce.Kind.MAX), COUNT, Tensor.ofVector(0)),
                folding(new Expand(), ROW, Tensor.ofVector(2, 1)),
                folding(new Expand(), COUNT, Tensor.ofVector(1, 1)),
                folding(new Tile(), COUNT, Tensor.ofVector(2, 3)),
                folding(new GatherElements(0), COUNT, Tensor.ofLongs(new long[] {2, 2}, 1, 0, -1, 0)),
                folding(new GatherElements(-1), COUNT, Tensor.ofLongs(new long[] {2, 1}, 2, -3)),
                folding(new NonZero(), COUNT),
                folding(new NonZero(), Tensor.ofScalar(1L)),
                folding(new SizeOf(), COUNT),
                Arguments.of(new Split(-1, 0), 2, List.of(COUNT, Tensor.ofVector(1, 2))),
                Arguments.of(new Split(0, 0), 2, List.of(REAL)));
    }

    private static Arguments folding(Operator operator, Tensor... inputs) {
        return Arguments.of(operator, 1, List.of(inputs));
    }

    /// The class token of a vision transformer, as exporters write `token.expand(batch, -1, -1)`.
    @Test
    void anExpansionToTheBatchIsShaped() {
        Graph graph = Graphs.of(
                Graphs.image(3, 8),
                "y",
                Map.of(
                        "token", Graphs.random(1, 1, 1, 5),
                        "zero", Tensor.ofVector(0),
                        "open", Tensor.ofVector(-1, -1),
                        "minus", Tensor.ofVector(-1, -1, -1),
                        "ones", Tensor.ofVector(1, 1, 1)),
                node(new ShapeOf(0, ShapeOf.ALL), "shape", "x"),
                node(new Gather(0), "batch", "shape", "zero"),
                node(new Concat(0), "target", "batch", "open"),
                node(new Comparison(Comparison.Relation.EQUAL), "isOpen", "target", "minus"),
                node(new Where(), "filled", "isOpen", "ones", "target"),
                node(new Expand(), "y", "token", "filled"));
        assertThat(ShapeInference.infer(graph).get("y")).isEqualTo(Shape.of(Dim.of("batch"), Dim.of(1), Dim.of(5)));
        assertThat(ConstantFolding.fold(graph).constant("isOpen")).contains(bool(0, 1, 1));
    }

    @Test
    void partsAndProductsOfAShapeFoldWhereTheyHoldNoBatch() {
        Graph graph = Graphs.of(
                Graphs.image(3, 8),
                "y",
                Map.of("parts", Tensor.ofVector(1, 3), "left", Tensor.ofVector(0, 1)),
                node(new ShapeOf(0, ShapeOf.ALL), "shape", "x"),
                new Node("cut", new Split(0, 0), List.of("shape", "parts"), List.of("batch", "rest")),
                node(new Reduce(Reduce.Kind.PROD, true, false), "features", "rest"),
                node(new Concat(0), "target", "batch", "features"),
                node(new Reshape(false), "y", "x", "target"));
        assertThat(ConstantFolding.fold(graph).constant("features")).contains(Tensor.ofVector(192));
        assertThat(ShapeInference.infer(graph).get("y")).isEqualTo(Shape.of(Dim.of("batch"), Dim.of(192)));
        assertThat(TrainingForm.of(graph).nodes()).hasSize(1);
    }

    @Test
    void extentsKeepTheIntegerTypeThatTheyAreCastTo() {
        Graph graph = Graphs.of(
                Graphs.image(3, 8),
                "y",
                Map.of("two", Tensor.ofVector(2, 3)),
                node(new ShapeOf(0, ShapeOf.ALL), "shape", "x"),
                node(new Cast(ElementType.INT32, true), "narrow", "shape"),
                node(new Gather(0), "spatial", "narrow", "two"),
                node(new Cast(ElementType.FLOAT, true), "real", "spatial"),
                node(new Reduce(Reduce.Kind.SUM), "sum", "real"),
                node(new Mul(), "y", "x", "sum"));
        Graph folded = ConstantFolding.fold(graph);
        assertThat(folded.constant("spatial").orElseThrow().type()).isEqualTo(ElementType.INT32);
        assertThat(folded.constant("sum").orElseThrow().floats()).containsExactly(16);
    }
}
