package io.espalier.trainable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.datasets.Batch;
import io.espalier.onnx.Dim;
import io.espalier.onnx.ElementType;
import io.espalier.onnx.Graph;
import io.espalier.onnx.ModelHeader;
import io.espalier.onnx.Node;
import io.espalier.onnx.OnnxFile;
import io.espalier.onnx.Shape;
import io.espalier.onnx.ShapeInference;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.TrainingForm;
import io.espalier.onnx.ValueInfo;
import io.espalier.onnx.op.Add;
import io.espalier.onnx.op.AveragePool;
import io.espalier.onnx.op.Clip;
import io.espalier.onnx.op.Concat;
import io.espalier.onnx.op.Conv;
import io.espalier.onnx.op.Div;
import io.espalier.onnx.op.Flatten;
import io.espalier.onnx.op.Gather;
import io.espalier.onnx.op.Gemm;
import io.espalier.onnx.op.GlobalAveragePool;
import io.espalier.onnx.op.HardSigmoid;
import io.espalier.onnx.op.HardSwish;
import io.espalier.onnx.op.LeakyRelu;
import io.espalier.onnx.op.MatMul;
import io.espalier.onnx.op.MaxPool;
import io.espalier.onnx.op.Mul;
import io.espalier.onnx.op.Operator;
import io.espalier.onnx.op.Pad;
import io.espalier.onnx.op.Padding;
import io.espalier.onnx.op.Reduce;
import io.espalier.onnx.op.Relu;
import io.espalier.onnx.op.Reshape;
import io.espalier.onnx.op.Sigmoid;
import io.espalier.onnx.op.Slice;
import io.espalier.onnx.op.Softmax;
import io.espalier.onnx.op.Squeeze;
import io.espalier.onnx.op.Sub;
import io.espalier.onnx.op.Transpose;
import io.espalier.onnx.op.Unsqueeze;
import io.espalier.onnx.op.Window;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every operator on its own, with its attributes away from their defaults, against ONNX Runtime.
class OperatorTest {

    /// Float32 sums of fewer than hundred terms of size one.
    private static final double TOLERANCE = 1e-5;

    private static final String X = "image"; // (batch, 3, 7, 7)

    /// One operator on the image, with constants.
    private record Case(Operator operator, List<String> inputs, Map<String, Tensor> constants) {

        @Override
        public String toString() {
            return operator + " " + constants.keySet();
        }
    }

    static Stream<Case> cases() {
        return Stream.of(activations(), arithmetic(), windows(), products(), rearrangements(), cuts())
                .flatMap(List::stream);
    }

    private static List<Case> activations() {
        return List.of(
                of(new Relu()),
                of(new LeakyRelu(0.3f)),
                of(new Sigmoid()),
                of(new HardSigmoid(0.3f, 0.4f)),
                of(new HardSwish()),
                of(new Clip(), Tensor.ofScalar(-0.25f), Tensor.ofScalar(0.75f)),
                of(new Clip(), Tensor.ofScalar(0.5f)),
                of(new Softmax(1, false)),
                of(new GlobalAveragePool()));
    }

    private static List<Case> arithmetic() {
        Tensor perChannel = ramp(3, 1, 1);
        return List.of(
                of(new Add(), perChannel),
                of(new Sub(), perChannel),
                of(new Mul(), perChannel),
                of(new Div(), perChannel),
                new Case(new Div(), List.of("c0", X), Map.of("c0", perChannel)));
    }

    private static List<Case> windows() {
        Padding uneven = new Padding.Explicit(List.of(1L, 0L), List.of(0L, 1L));
        Padding even = new Padding.Explicit(List.of(1L, 1L), List.of(1L, 1L));
        List<Long> kernel = List.of(3L, 2L);
        List<Long> strides = List.of(2L, 1L);
        List<Long> dilations = List.of(1L, 2L);
        return List.of(
                of(new Conv(1, new Window(kernel, strides, dilations, uneven)), ramp(4, 3, 3, 2), ramp(4)),
                of(new Conv(3, new Window(kernel, strides, dilations, even)), ramp(6, 1, 3, 2)),
                of(new Conv(1, new Window(kernel, strides, List.of(), new Padding.SameUpper())), ramp(4, 3, 3, 2)),
                of(new Conv(1, new Window(kernel, strides, List.of(), new Padding.SameLower())), ramp(4, 3, 3, 2)),
                of(new MaxPool(new Window(kernel, strides, dilations, uneven), false, 0)),
                of(new MaxPool(new Window(kernel, strides, List.of(), even), true, 0)),
                of(new AveragePool(new Window(kernel, strides, List.of(), even), false, false)),
                of(new AveragePool(new Window(kernel, strides, List.of(), even), true, true)),
                of(new AveragePool(new Window(kernel, strides, List.of(), uneven), false, true)));
    }

    private static List<Case> products() {
        return List.of(
                of(new MatMul(), ramp(7, 5)), new Case(new MatMul(), List.of("c0", X), Map.of("c0", ramp(4, 7))));
    }

    private static List<Case> rearrangements() {
        return List.of(
                of(new Flatten(0)),
                of(new Flatten(1)),
                of(new Flatten(2)),
                of(new Flatten(-1)),
                of(new Reshape(false), Tensor.ofVector(0, -1, 49)),
                of(new Transpose(List.of(0, 2, 3, 1))),
                of(new Transpose(List.of())),
                of(new Unsqueeze(), Tensor.ofVector(-1, 1)),
                new Case(new Concat(-1), List.of(X, X), Map.of()),
                of(new Pad(Pad.Mode.CONSTANT), Tensor.ofVector(0, 1, 2, 0, 0, 0, -1, 3), Tensor.ofScalar(0.5f)),
                of(new Pad(Pad.Mode.REFLECT), Tensor.ofVector(0, 0, 2, 0, 0, 0, 1, 3)),
                of(new Pad(Pad.Mode.EDGE), Tensor.ofVector(0, 0, 2, 0, 0, 0, 1, 3)));
    }

    private static List<Case> cuts() {
        Tensor axes = Tensor.ofVector(2, -1);
        return List.of(
                of(
                        new Slice(),
                        Tensor.ofVector(1, -6),
                        Tensor.ofVector(Long.MAX_VALUE, -1),
                        axes,
                        Tensor.ofVector(2, 3)),
                of(new Gather(1), Tensor.ofScalar(-1L)),
                of(new Gather(2), Tensor.ofVector(4, -2, 0)),
                of(new Reduce(Reduce.Kind.MEAN, true, false), axes),
                of(new Reduce(Reduce.Kind.MEAN, false, false), axes),
                of(new Reduce(Reduce.Kind.MEAN, true, true)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreesWithOnnxRuntime(Case tested) {
        assertAgreement(List.of(new Node("tested", tested.operator, tested.inputs, List.of("y"))), tested.constants);
    }

    /// A linear layer in its less usual layouts; two axes first, since Gemm takes no more.
    @ParameterizedTest
    @MethodSource
    void gemmAgreesWithOnnxRuntime(Gemm gemm) {
        Tensor weight = gemm.transB() ? ramp(4, 147) : ramp(147, 4);
        Node flat = new Node("flat", new Flatten(1), List.of(X), List.of("rows"));
        Node turned = new Node("turned", new Transpose(List.of(1, 0)), List.of("rows"), List.of("columns"));
        String a = gemm.transA() ? "columns" : "rows";
        Node product = new Node("tested", gemm, List.of(a, "b", "c"), List.of("y"));
        List<Node> nodes = gemm.transA() ? List.of(flat, turned, product) : List.of(flat, product);
        assertAgreement(nodes, Map.of("b", weight, "c", ramp(1, 4)));
    }

    static Stream<Gemm> gemmAgreesWithOnnxRuntime() {
        return Stream.of(new Gemm(1, 1, false, false), new Gemm(0.5f, 2, false, true), new Gemm(2, 0.5f, true, true));
    }

    /// Squeeze after the pool whose extents it takes out.
    @ParameterizedTest
    @MethodSource
    void squeezeAgreesWithOnnxRuntime(Map<String, Tensor> axes) {
        Node pool = new Node("pool", new GlobalAveragePool(), List.of(X), List.of("pooled"));
        List<String> inputs = new ArrayList<>(List.of("pooled"));
        inputs.addAll(axes.keySet());
        assertAgreement(List.of(pool, new Node("tested", new Squeeze(), inputs, List.of("y"))), axes);
    }

    static Stream<Map<String, Tensor>> squeezeAgreesWithOnnxRuntime() {
        return Stream.of(Map.of("axes", Tensor.ofVector(-1, 2)), Map.of());
    }

    private static void assertAgreement(List<Node> nodes, Map<String, Tensor> constants) {
        // Given
        Batch batch = Networks.batch(2, 9);
        Shape image = Shape.of(Dim.of("batch"), Dim.of(3), Dim.of(Networks.IMAGE), Dim.of(Networks.IMAGE));
        ValueInfo input = new ValueInfo(X, ElementType.FLOAT, image);
        Graph untyped = new Graph("one", List.of(input), List.of(), nodes, constants, ModelHeader.of(18));
        Shape result = ShapeInference.infer(untyped).getOrDefault("y", Shape.of(new long[] {0}));
        ValueInfo output = new ValueInfo("y", ElementType.FLOAT, result);
        Graph graph = new Graph("one", List.of(input), List.of(output), nodes, constants, ModelHeader.of(18));

        // When
        float[] actual;
        try (TrainableGraph trainable = TrainableGraph.compile(TrainingForm.of(graph), List.of(), 1)) {
            actual = Networks.logits(trainable, batch);
        }

        // Then
        try (OnnxRuntime oracle = new OnnxRuntime(OnnxFile.write(graph))) {
            assertThat(actual).containsExactly(oracle.logits(batch), within((float) TOLERANCE));
        }
    }

    private static Case of(Operator operator, Tensor... constants) {
        List<String> inputs = new ArrayList<>(List.of(X));
        Map<String, Tensor> named = new LinkedHashMap<>();
        for (int i = 0; i < constants.length; i++) {
            inputs.add("c" + i);
            named.put("c" + i, constants[i]);
        }
        return new Case(operator, inputs, named);
    }

    /// Values between -1 and 1 that are all different and none 0.
    private static Tensor ramp(long... shape) {
        int size = 1;
        for (long extent : shape) {
            size *= (int) extent;
        }
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) ((i % 2 == 0 ? 1 : -1) * (i + 1.0) / (size + 1));
        }
        return Tensor.ofFloats(shape, values);
    }
}
