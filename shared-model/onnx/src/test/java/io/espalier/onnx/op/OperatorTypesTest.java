package io.espalier.onnx.op;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.onnx.ElementType;
import io.espalier.onnx.ExternalTensors;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.proto.NodeProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OperatorTypesTest {

    private static final Window WINDOW = new Window(
            List.of(3L, 5L), List.of(2L, 1L), List.of(1L, 2L), new Padding.Explicit(List.of(1L, 0L), List.of(2L, 3L)));

    /// Every record with every attribute away from its default.
    static Stream<Operator> operators() {
        Window same = WINDOW.withPadding(new Padding.SameUpper());
        Window lower = WINDOW.withPadding(new Padding.SameLower());
        return Stream.of(
                        families(),
                        activations(),
                        movements(),
                        Stream.of(
                                new AveragePool(same, true, true),
                                new BatchNormalization(1e-3f, 0.99f, true),
                                new Cast(ElementType.INT64, false),
                                new Constant(Tensor.ofVector(1, 2)),
                                new ConstantOfShape(Tensor.ofVector(3)),
                                new Conv(4, WINDOW),
                                new Conv(1, new Window(List.of(), List.of(), List.of(), new Padding.SameUpper())),
                                new ConvTranspose(2, WINDOW, List.of(1L, 0L), List.of(9L, 8L)),
                                new Dropout(9),
                                new Flatten(2),
                                new Gemm(0.5f, 2, true, true),
                                new GlobalAveragePool(),
                                new GlobalMaxPool(),
                                new GroupNormalization(4, 1e-3f, 16, true),
                                new Identity(),
                                new InstanceNormalization(1e-3f),
                                new LayerNormalization(1, 1e-3f, 16),
                                new LogSoftmax(2, false),
                                new MatMul(),
                                new MaxPool(lower, true, 1),
                                new NonZero(),
                                new Range(),
                                new Reshape(true),
                                new Resize(Resize.Mode.CUBIC, Resize.Coordinates.ASYMMETRIC, Resize.Rounding.CEIL),
                                new Resize(
                                        Resize.Mode.LINEAR,
                                        Resize.Coordinates.TF_CROP_AND_RESIZE,
                                        Resize.Rounding.FLOOR,
                                        -0.5f,
                                        true,
                                        2,
                                        true,
                                        List.of(2, 3),
                                        Resize.AspectRatio.NOT_SMALLER),
                                new ShapeOf(1, -1),
                                new SizeOf(),
                                new Softmax(2, false),
                                new Squeeze(),
                                new TopK(1, false, false),
                                new Unsqueeze()))
                .flatMap(stream -> stream);
    }

    private static Stream<Operator> families() {
        return Stream.of(
                        Arrays.stream(Unary.Function.values()).map(Unary::new),
                        Arrays.stream(Comparison.Relation.values()).map(Comparison::new),
                        Arrays.stream(Logical.Connective.values()).map(Logical::new),
                        Arrays.stream(Variadic.Function.values()).map(Variadic::new),
                        Arrays.stream(Reduce.Kind.values()).map(kind -> new Reduce(kind, false, true)),
                        Arrays.stream(ArgReduce.Kind.values()).map(kind -> new ArgReduce(kind, 2, false, true)),
                        Stream.of(new Add(), new Div(), new Mod(true), new Mul(), new Pow(), new Sub(), new Where()))
                .flatMap(stream -> stream);
    }

    private static Stream<Operator> activations() {
        return Stream.of(
                new Celu(0.5f),
                new Clip(),
                new Elu(0.5f),
                new Gelu(Gelu.Approximation.TANH),
                new HardSigmoid(0.1f, 0.7f),
                new HardSwish(),
                new LeakyRelu(0.3f),
                new PRelu(),
                new Relu(),
                new Selu(1, 2),
                new Sigmoid());
    }

    private static Stream<Operator> movements() {
        return Stream.of(
                new Concat(-1),
                new DepthToSpace(2, DepthToSpace.Mode.CRD),
                new Expand(),
                new Gather(3),
                new GatherElements(1),
                new Pad(Pad.Mode.REFLECT),
                new Slice(),
                new SpaceToDepth(2),
                new Split(1, 3),
                new Tile(),
                new Transpose(List.of(1, 0)));
    }

    @ParameterizedTest
    @MethodSource("operators")
    void readingWhatWasWrittenGivesTheOperatorAgain(Operator operator) {
        AttributeWriter out = new AttributeWriter();
        operator.write(out);
        NodeProto node =
                NodeProto.newBuilder().addAllAttribute(out.attributes()).build();
        Attributes in = new Attributes(node, "label", 17, ExternalTensors.NONE);
        assertThat(OperatorTypes.read(operator.type(), in)).contains(operator);
    }

    @Test
    void everyOperatorIsReadAndTested() {
        Set<Class<?>> tested = operators().map(Object::getClass).collect(Collectors.toSet());
        assertThat(tested).containsExactlyInAnyOrderElementsOf(records(Operator.class));
        assertThat(OperatorTypes.names())
                .containsExactlyInAnyOrderElementsOf(
                        operators().map(Operator::type).collect(Collectors.toSet()));
    }

    private static List<Class<?>> records(Class<?> type) {
        if (!type.isSealed()) {
            return List.of(type);
        }
        List<Class<?>> records = new ArrayList<>();
        for (Class<?> permitted : type.getPermittedSubclasses()) {
            records.addAll(records(permitted));
        }
        return records;
    }

    @Test
    void softmaxOfOldOperatorSetsSumsOverAllLaterAxes() {
        Attributes eleven = new Attributes(NodeProto.getDefaultInstance(), "label", 11, ExternalTensors.NONE);
        Attributes thirteen = new Attributes(NodeProto.getDefaultInstance(), "label", 13, ExternalTensors.NONE);
        assertThat(OperatorTypes.read("Softmax", eleven)).contains(new Softmax(1, true));
        assertThat(OperatorTypes.read("Softmax", thirteen)).contains(new Softmax(-1, false));
        assertThat(OperatorTypes.read("LogSoftmax", eleven)).contains(new LogSoftmax(1, true));
        assertThat(OperatorTypes.read("LogSoftmax", thirteen)).contains(new LogSoftmax(-1, false));
    }
}
