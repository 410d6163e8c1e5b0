package io.espalier.trainable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.datasets.Batch;
import io.espalier.datasets.Prediction;
import io.espalier.onnx.Dim;
import io.espalier.onnx.ElementType;
import io.espalier.onnx.Graph;
import io.espalier.onnx.Node;
import io.espalier.onnx.OnnxFile;
import io.espalier.onnx.Shape;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.TrainingForm;
import io.espalier.onnx.ValueInfo;
import io.espalier.onnx.op.Add;
import io.espalier.onnx.op.ArgReduce;
import io.espalier.onnx.op.Gather;
import io.espalier.onnx.op.Relu;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every operator on its own, with its attributes away from their defaults, against ONNX Runtime at two batch sizes.
class OperatorTest {

    /// Float32 sums of fewer than two hundred terms of size one.
    private static final double ABSOLUTE_TOLERANCE = 1e-5;

    private static final double RELATIVE_TOLERANCE = 1e-4;

    static Stream<OperatorCase> cases() {
        return Stream.of(
                        ElementCases.activations(),
                        ElementCases.unary(),
                        ElementCases.arithmetic(),
                        ElementCases.comparisons(),
                        ElementCases.several(),
                        ElementCases.overwritten(),
                        WindowCases.convolutions(),
                        WindowCases.transposed(),
                        WindowCases.maxima(),
                        WindowCases.means(),
                        ResizeCases.nearest(),
                        ResizeCases.interpolated(),
                        ResizeCases.regions(),
                        ResizeCases.proportions(),
                        RearrangementCases.views(),
                        RearrangementCases.layouts(),
                        RearrangementCases.pads(),
                        RearrangementCases.cuts(),
                        SummaryCases.reductions(),
                        SummaryCases.choices(),
                        SummaryCases.normalizations(),
                        SummaryCases.products(),
                        ScaffoldCases.all())
                .flatMap(List::stream);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void agreesWithOnnxRuntime(OperatorCase tested) {
        Graph graph = tested.graph();
        try (OnnxRuntime oracle = new OnnxRuntime(OnnxFile.write(graph));
                TrainableGraph trainable = TrainableGraph.compile(TrainingForm.of(graph), List.of(), 1)) {
            for (int size : new int[] {2, 3}) {
                Batch batch = OperatorCase.batch(size);
                assertClose(Networks.logits(trainable, batch), oracle.logits(batch));
            }
        }
    }

    @Test
    void thereAreHundredsOfCases() {
        assertThat(cases().map(OperatorCase::name)).doesNotHaveDuplicates().hasSizeGreaterThan(300);
    }

    /// A segmenter that gives its decision too: every output comes as float32.
    @Test
    void classIndicesBesideLogitsAgreeWithOnnxRuntime() {
        Node logits = new Node("logits", new Relu(), List.of("image"), List.of("y"));
        Node classes = new Node(
                "classes", new ArgReduce(ArgReduce.Kind.MAX, 1, false, false), List.of("y"), List.of("classes"));
        Graph one = OperatorCase.of("two outputs", List.of(logits, classes), Map.of())
                .graph();
        Shape places = Shape.of(Dim.of("batch"), Dim.of(Networks.IMAGE), Dim.of(Networks.IMAGE));
        List<ValueInfo> outputs =
                List.of(one.outputs().getFirst(), new ValueInfo("classes", ElementType.INT64, places));
        Graph graph = new Graph("two", one.inputs(), outputs, one.nodes(), Map.of(), one.header());
        Batch batch = OperatorCase.batch(2);
        try (OnnxRuntime oracle = new OnnxRuntime(OnnxFile.write(graph));
                TrainableGraph trainable = TrainableGraph.compile(TrainingForm.of(graph), List.of(), 1)) {
            List<Prediction> predictions = trainable.predictions(batch);
            List<float[]> expected = oracle.outputs(batch);
            assertThat(predictions).hasSize(2);
            for (int i = 0; i < expected.size(); i++) {
                assertClose(predictions.get(i).values(), expected.get(i));
            }
        }
    }

    /// An index past the end is refused, as ONNX Runtime refuses it, not taken modulo the extent.
    @Test
    void refusesAComputedIndexOutsideTheAxis() {
        Node index =
                new Node("index", new ArgReduce(ArgReduce.Kind.MAX, 1, false, false), List.of("image"), List.of("i"));
        Node past = new Node("past", new Add(), List.of("i", "three"), List.of("j"));
        Node rows = new Node("tested", new Gather(0), List.of("table", "j"), List.of("y"));
        Map<String, Tensor> constants = Map.of("table", OperatorCase.ramp(3, 4), "three", Tensor.ofVector(3));
        Graph graph = OperatorCase.of("Gather outside", List.of(index, past, rows), constants)
                .graph();
        try (TrainableGraph trainable = TrainableGraph.compile(TrainingForm.of(graph), List.of(), 1)) {
            assertThatThrownBy(() -> trainable.predictions(OperatorCase.batch(2)))
                    .hasMessageContaining("out of range");
        }
    }

    private static void assertClose(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            double allowed = ABSOLUTE_TOLERANCE + RELATIVE_TOLERANCE * Math.abs(expected[i]);
            assertThat((double) actual[i]).as("element " + i).isCloseTo(expected[i], within(allowed));
        }
    }
}
