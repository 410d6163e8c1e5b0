package io.espalier.onnx.op;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.onnx.ElementType;
import io.espalier.onnx.ExternalTensors;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.proto.NodeProto;
import java.util.ArrayList;
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
                new Add(),
                new AveragePool(same, true, true),
                new BatchNormalization(1e-3f, 0.99f, true),
                new Cast(ElementType.INT64, false),
                new Clip(),
                new Concat(-1),
                new Constant(Tensor.ofVector(1, 2)),
                new ConstantOfShape(Tensor.ofVector(3)),
                new Conv(4, WINDOW),
                new Conv(1, new Window(List.of(), List.of(), List.of(), new Padding.SameUpper())),
                new Div(),
                new Dropout(0.25f, 9),
                new Flatten(2),
                new Gather(3),
                new Gemm(0.5f, 2, true, true),
                new GlobalAveragePool(),
                new HardSigmoid(0.1f, 0.7f),
                new HardSwish(),
                new Identity(),
                new LeakyRelu(0.3f),
                new MatMul(),
                new MaxPool(lower, true, 1),
                new Mul(),
                new Pad(Pad.Mode.REFLECT),
                new Range(),
                new ReduceMean(List.of(1, -1), false, true),
                new Relu(),
                new Reshape(true),
                new ShapeOf(1, -1),
                new Sigmoid(),
                new Slice(),
                new Softmax(2, false),
                new Squeeze(List.of(1)),
                new Sub(),
                new Transpose(List.of(1, 0)),
                new Unsqueeze(List.of(0)));
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
    }
}
