package io.espalier.trainable;

import static io.espalier.trainable.OperatorCase.IMAGE;
import static io.espalier.trainable.OperatorCase.onImage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.onnx.Node;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.TrainingForm;
import io.espalier.onnx.op.BatchNormalization;
import io.espalier.onnx.op.MaxPool;
import io.espalier.onnx.op.Resize;
import io.espalier.onnx.op.ShapeOf;
import io.espalier.onnx.op.Window;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What cannot be written as a script is refused by the operator's and the node's name, with the reason.
class RefusalTest {

    record Refused(OperatorCase tested, String reason) {}

    static Stream<Refused> saysWhichNodeAndWhy() {
        Resize channels = new Resize(Resize.Mode.LINEAR, Resize.Coordinates.HALF_PIXEL, Resize.Rounding.FLOOR);
        Resize smooth = new Resize(
                Resize.Mode.LINEAR,
                Resize.Coordinates.HALF_PIXEL,
                Resize.Rounding.FLOOR,
                -0.75f,
                false,
                0,
                true,
                List.of(),
                Resize.AspectRatio.STRETCH);
        return Stream.of(
                new Refused(resized(channels, 2, 1), "only spatial axes"),
                new Refused(resized(smooth, 1, 2), "antialias"),
                new Refused(
                        onImage(
                                "batch statistics",
                                new BatchNormalization(1e-5f, 0.9f, true),
                                OperatorCase.ramp(3),
                                OperatorCase.ramp(3),
                                OperatorCase.ramp(3),
                                Tensor.ofFloats(new long[] {3}, 1, 1, 1)),
                        "training_mode"),
                new Refused(secondOutput(), "only the first output"),
                new Refused(onImage("extents", new ShapeOf(0, ShapeOf.ALL)), "shapes must not depend"));
    }

    private static OperatorCase resized(Resize resize, float channels, float width) {
        return OperatorCase.on(
                "resized",
                resize,
                List.of(IMAGE, "", "scales"),
                Map.of("scales", Tensor.ofFloats(new long[] {4}, 1, channels, 1, width)));
    }

    private static OperatorCase secondOutput() {
        Node pool = new Node(
                "tested", new MaxPool(Window.square(2, 2, 0), false, 0), List.of(IMAGE), List.of("largest", "y"));
        return OperatorCase.of("indices", List.of(pool), Map.of());
    }

    @ParameterizedTest
    @MethodSource
    void saysWhichNodeAndWhy(Refused refused) {
        OperatorCase tested = refused.tested();
        assertThatThrownBy(() -> TrainableGraph.compile(TrainingForm.of(tested.graph()), List.of(), 1))
                .isInstanceOfSatisfying(PipelineException.Permanent.class, e -> assertThat(e.code())
                        .isEqualTo(ErrorCode.OPERATOR_UNSUPPORTED))
                .hasMessageContaining(tested.nodes().getLast().label())
                .hasMessageContaining(refused.reason());
    }
}
