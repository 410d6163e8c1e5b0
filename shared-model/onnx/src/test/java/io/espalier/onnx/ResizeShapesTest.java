package io.espalier.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.espalier.onnx.op.Concat;
import io.espalier.onnx.op.Resize;
import io.espalier.onnx.op.ShapeOf;
import io.espalier.onnx.op.Slice;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Resize on `(batch, 4, 9, 9)`, against ONNX Runtime.
class ResizeShapesTest {

    private static final Resize NEAREST =
            new Resize(Resize.Mode.NEAREST, Resize.Coordinates.ASYMMETRIC, Resize.Rounding.FLOOR);
    private static final Resize LINEAR =
            new Resize(Resize.Mode.LINEAR, Resize.Coordinates.HALF_PIXEL, Resize.Rounding.ROUND_PREFER_FLOOR);

    @ParameterizedTest
    @MethodSource("resizes")
    void inferredShapesAreThoseOfARun(OperatorCase example) throws InvalidProtocolBufferException {
        example.assertShapesAndTypesAreThoseOfARun();
    }

    @ParameterizedTest
    @MethodSource("resizes")
    void theTrainingFormGivesTheSameNumbers(OperatorCase example) {
        example.assertTheTrainingFormGivesTheSameNumbers();
    }

    static Stream<OperatorCase> resizes() {
        return Stream.of(
                scaled(17, "doubled", NEAREST, 1, 1, 2, 2),
                scaled(17, "the batch doubled", NEAREST, 2, 1, 1, 1),
                scaled(17, "odd scales", LINEAR, 1, 1, 1.7f, 0.4f),
                scaled(11, "doubled in operator set 11", NEAREST, 1, 1, 2, 2),
                scaled(10, "doubled in operator set 10", NEAREST, 1, 1, 2, 2),
                scaled(9, "doubled by Upsample", NEAREST, 1, 1, 2, 2),
                scaled(
                        9,
                        "linear Upsample",
                        new Resize(Resize.Mode.LINEAR, Resize.Coordinates.ASYMMETRIC, Resize.Rounding.FLOOR),
                        1,
                        1,
                        2,
                        3),
                scaled(
                        18,
                        "two axes",
                        in(List.of(3, 2), Resize.AspectRatio.STRETCH, Resize.Coordinates.PYTORCH_HALF_PIXEL),
                        2,
                        1.5f),
                sized(
                        18,
                        "sizes of two axes",
                        in(List.of(2, 3), Resize.AspectRatio.STRETCH, Resize.Coordinates.ALIGN_CORNERS),
                        12,
                        7),
                sized(
                        18,
                        "not larger",
                        in(List.of(2, 3), Resize.AspectRatio.NOT_LARGER, Resize.Coordinates.HALF_PIXEL),
                        20,
                        13),
                sized(
                        18,
                        "not smaller",
                        in(List.of(2, 3), Resize.AspectRatio.NOT_SMALLER, Resize.Coordinates.HALF_PIXEL),
                        5,
                        7),
                scaled(
                        19,
                        "symmetric",
                        in(List.of(2, 3), Resize.AspectRatio.STRETCH, Resize.Coordinates.HALF_PIXEL_SYMMETRIC),
                        1.3f,
                        2));
    }

    private static Resize in(List<Integer> axes, Resize.AspectRatio aspect, Resize.Coordinates coordinates) {
        return new Resize(
                Resize.Mode.LINEAR,
                coordinates,
                Resize.Rounding.ROUND_PREFER_FLOOR,
                -0.75f,
                false,
                0,
                false,
                axes,
                aspect);
    }

    private static OperatorCase scaled(int opset, String title, Resize resize, float... scales) {
        Map<String, Tensor> constants = new LinkedHashMap<>();
        String roi = opset == 11 ? "roi" : "";
        if (opset == 11) {
            constants.put(roi, Tensor.ofFloats(new long[] {0}));
        }
        constants.put("scales", Tensor.ofFloats(new long[] {scales.length}, scales));
        Node node = new Node("node", resize, List.of("x", roi, "scales"), List.of("y"));
        return OperatorCase.of(opset, title, OperatorCase.IMAGE, constants, node);
    }

    private static OperatorCase sized(int opset, String title, Resize resize, long... sizes) {
        Node node = new Node("node", resize, List.of("x", "", "", "sizes"), List.of("y"));
        return OperatorCase.of(opset, title, OperatorCase.IMAGE, Map.of("sizes", Tensor.ofVector(sizes)), node);
    }

    /// Sizes that hold the batch: `Concat(Shape(x)[:2], (h, w))`, as exporters write `interpolate(size=…)`.
    private static Graph computedSizes(long height, long width) {
        return Graphs.of(
                OperatorCase.IMAGE,
                "y",
                Map.of(
                        "begin", Tensor.ofVector(0),
                        "end", Tensor.ofVector(2),
                        "spatial", Tensor.ofVector(height, width)),
                Graphs.node(new ShapeOf(0, ShapeOf.ALL), "shape", "x"),
                Graphs.node(new Slice(), "leading", "shape", "begin", "end"),
                Graphs.node(new Concat(0), "sizes", "leading", "spatial"),
                Graphs.node(LINEAR, "y", "x", "", "", "sizes"));
    }

    @Test
    void sizesThatHoldTheBatchBecomeScales() {
        Graph graph = computedSizes(18, 13);
        Graph form = TrainingForm.of(graph);
        assertThat(form.nodes()).hasSize(1);
        assertThat(form.constant(form.nodes().get(0).input(2)).orElseThrow().floats())
                .containsExactly(1, 1, 2, 13f / 9);
        Map<String, Tensor> feeds = Map.of("x", Graphs.random(1, 3, 4, 9, 9));
        assertThat(OnnxRuntime.run(OnnxFile.write(form), feeds))
                .isEqualTo(OnnxRuntime.run(OnnxFile.write(graph), feeds));
    }

    @Test
    void sizesStayWhereScalesWouldLoseAnElement() {
        Graph graph = Graphs.of(
                Graphs.image(1, 11),
                "y",
                Map.of("begin", Tensor.ofVector(0), "end", Tensor.ofVector(2), "spatial", Tensor.ofVector(13, 11)),
                Graphs.node(new ShapeOf(0, ShapeOf.ALL), "shape", "x"),
                Graphs.node(new Slice(), "leading", "shape", "begin", "end"),
                Graphs.node(new Concat(0), "sizes", "leading", "spatial"),
                Graphs.node(LINEAR, "y", "x", "", "", "sizes"));
        assertThat((long) (13f / 11 * 11)).as("the case it is about").isEqualTo(12);
        assertThat(TrainingForm.of(graph).nodes()).hasSize(4);
        assertThat(ShapeInference.infer(graph).get("y"))
                .isEqualTo(Shape.of(Dim.of("batch"), Dim.of(1), Dim.of(13), Dim.of(11)));
    }
}
