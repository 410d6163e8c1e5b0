package io.espalier.onnx;

import static io.espalier.onnx.Graphs.random;
import static io.espalier.onnx.OperatorCase.IMAGE;
import static io.espalier.onnx.OperatorCase.one;
import static io.espalier.onnx.OperatorCase.several;

import com.google.protobuf.InvalidProtocolBufferException;
import io.espalier.onnx.op.ArgReduce;
import io.espalier.onnx.op.Celu;
import io.espalier.onnx.op.Comparison;
import io.espalier.onnx.op.ConvTranspose;
import io.espalier.onnx.op.DepthToSpace;
import io.espalier.onnx.op.Elu;
import io.espalier.onnx.op.Expand;
import io.espalier.onnx.op.GatherElements;
import io.espalier.onnx.op.Gelu;
import io.espalier.onnx.op.GlobalMaxPool;
import io.espalier.onnx.op.GroupNormalization;
import io.espalier.onnx.op.InstanceNormalization;
import io.espalier.onnx.op.LayerNormalization;
import io.espalier.onnx.op.LogSoftmax;
import io.espalier.onnx.op.Mod;
import io.espalier.onnx.op.PRelu;
import io.espalier.onnx.op.Padding;
import io.espalier.onnx.op.Pow;
import io.espalier.onnx.op.Reduce;
import io.espalier.onnx.op.Selu;
import io.espalier.onnx.op.SpaceToDepth;
import io.espalier.onnx.op.Split;
import io.espalier.onnx.op.Tile;
import io.espalier.onnx.op.TopK;
import io.espalier.onnx.op.Unary;
import io.espalier.onnx.op.Variadic;
import io.espalier.onnx.op.Window;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Shapes, types and training form of the operators of segmenters, detectors and transformers, against ONNX Runtime.
class VisionOperatorsTest {

    private static final int SINCE_GELU = 20;

    @ParameterizedTest
    @MethodSource({"functions", "broadcasts", "normalizations", "transposed", "reductions", "movements"})
    void inferredShapesAndTypesAreThoseOfARun(OperatorCase example) throws InvalidProtocolBufferException {
        example.assertShapesAndTypesAreThoseOfARun();
    }

    @ParameterizedTest
    @MethodSource({"functions", "broadcasts", "normalizations", "transposed", "reductions", "movements"})
    void theTrainingFormGivesTheSameNumbers(OperatorCase example) {
        example.assertTheTrainingFormGivesTheSameNumbers();
    }

    static Stream<OperatorCase> functions() {
        Stream<OperatorCase> unary = Arrays.stream(Unary.Function.values())
                .filter(function -> function != Unary.Function.NOT)
                .map(function -> one(18, function.type(), new Unary(function)));
        return Stream.concat(
                unary,
                Stream.of(
                        one("elu", new Elu(0.5f)),
                        one("celu", new Celu(0.5f)),
                        one("selu", Selu.standard()),
                        one("prelu", new PRelu(), random(1, 4, 1, 1)),
                        one(SINCE_GELU, "gelu", new Gelu(Gelu.Approximation.NONE)),
                        one(SINCE_GELU, "gelu by tanh", new Gelu(Gelu.Approximation.TANH)),
                        one("log softmax", new LogSoftmax(1, false)),
                        one(11, "log softmax 11", new LogSoftmax(1, true)),
                        one("global max pool", new GlobalMaxPool())));
    }

    static Stream<OperatorCase> broadcasts() {
        Tensor row = random(3, 9);
        Stream<OperatorCase> comparisons = Arrays.stream(Comparison.Relation.values())
                .map(relation -> one(relation.type(), new Comparison(relation), row));
        Stream<OperatorCase> variadics = Arrays.stream(Variadic.Function.values())
                .map(function -> one(function.type(), new Variadic(function), row, random(4, 4, 1, 1)));
        return Stream.of(
                        comparisons,
                        variadics,
                        Stream.of(
                                one("pow", new Pow(), Tensor.ofScalar(2f)),
                                one("pow of an integer exponent", new Pow(), Tensor.ofScalar(3L)),
                                one("mod", new Mod(true), row),
                                one("expand", new Expand(), Tensor.ofVector(2, 1, 4, 1, 9)),
                                one("variadic of one", new Variadic(Variadic.Function.SUM))))
                .flatMap(cases -> cases);
    }

    static Stream<OperatorCase> normalizations() {
        return Stream.of(
                one("instance", new InstanceNormalization(1e-3f), random(1, 4), random(2, 4)),
                one("layer", new LayerNormalization(-1, 1e-5f), random(1, 9), random(2, 9)),
                one("layer of three axes", new LayerNormalization(1, 1e-5f), random(1, 4, 9, 9)),
                several(
                        Graphs.OPSET,
                        "layer with its statistics",
                        IMAGE,
                        3,
                        new LayerNormalization(2, 1e-5f),
                        random(1, 9, 9),
                        random(2, 9, 9)),
                one(18, "group 18", new GroupNormalization(2, 1e-5f, 1, true), random(1, 2), random(2, 2)),
                one(21, "group 21", new GroupNormalization(2, 1e-5f, 1, false), random(1, 4), random(2, 4)));
    }

    static Stream<OperatorCase> transposed() {
        Tensor weight = random(1, 4, 3, 3, 3);
        List<Long> two = List.of(2L, 2L);
        List<Long> three = List.of(3L, 3L);
        Padding.Explicit uneven = new Padding.Explicit(List.of(0L, 1L), List.of(2L, 0L));
        Window open = new Window(List.of(), two, List.of(), Padding.none(0));
        return Stream.of(
                one("doubling", new ConvTranspose(1, Window.square(2, 2, 0)), random(1, 4, 3, 2, 2), random(2, 3)),
                one("kernel of the weight", new ConvTranspose(1, open), weight),
                one("grouped", new ConvTranspose(2, Window.square(3, 2, 1)), weight),
                one("depthwise", new ConvTranspose(4, Window.square(3, 1, 1)), random(1, 4, 1, 3, 3)),
                one("output padding", new ConvTranspose(1, Window.square(3, 2, 1), List.of(1L, 0L), List.of()), weight),
                one("dilated and uneven", new ConvTranspose(1, new Window(three, two, two, uneven)), weight),
                one(
                        "same upper",
                        new ConvTranspose(1, new Window(three, two, List.of(), new Padding.SameUpper())),
                        weight),
                one(
                        "same lower",
                        new ConvTranspose(1, new Window(three, two, List.of(), new Padding.SameLower())),
                        weight),
                one(
                        "output shape",
                        new ConvTranspose(1, Window.square(3, 2, 0), List.of(), List.of(18L, 17L)),
                        weight));
    }

    static Stream<OperatorCase> reductions() {
        Stream<OperatorCase> reduces = Arrays.stream(Reduce.Kind.values())
                .map(kind -> one(kind.type(), new Reduce(kind, false, false), Tensor.ofVector(1, -1)));
        return Stream.concat(
                reduces,
                Stream.of(
                        one("sum of all", new Reduce(Reduce.Kind.SUM)),
                        one("sum of nothing", new Reduce(Reduce.Kind.SUM, true, true)),
                        one(18, "max 18", new Reduce(Reduce.Kind.MAX), Tensor.ofVector(2, 3)),
                        one("arg max", new ArgReduce(ArgReduce.Kind.MAX, 1, true, false)),
                        one("arg min", new ArgReduce(ArgReduce.Kind.MIN, -1, false, true)),
                        several(Graphs.OPSET, "top k", IMAGE, 2, new TopK(1, true, true), Tensor.ofVector(3)),
                        several(Graphs.OPSET, "bottom k", IMAGE, 2, new TopK(-1, false, true), Tensor.ofVector(2))));
    }

    static Stream<OperatorCase> movements() {
        return Stream.of(
                one("depth to space", new DepthToSpace(2, DepthToSpace.Mode.DCR)),
                one("pixel shuffle", new DepthToSpace(2, DepthToSpace.Mode.CRD)),
                one("space to depth", new SpaceToDepth(3)),
                one("tile", new Tile(), Tensor.ofVector(1, 2, 1, 3)),
                one(
                        "gather elements",
                        Shape.of(2, 3),
                        new GatherElements(1),
                        Tensor.ofLongs(new long[] {2, 2}, 0, -1, 2, 1)),
                several(Graphs.OPSET, "split", IMAGE, 2, new Split(1, 0), Tensor.ofVector(1, 3)),
                several(Graphs.OPSET, "split evenly", IMAGE, 3, new Split(-1, 0)),
                several(11, "split 11", IMAGE, 2, new Split(1, 0), Tensor.ofVector(3, 1)),
                several(18, "split 18, the last smaller", IMAGE, 2, new Split(2, 2)));
    }
}
