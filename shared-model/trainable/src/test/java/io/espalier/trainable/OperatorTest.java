package io.espalier.trainable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.datasets.Batch;
import io.espalier.onnx.Graph;
import io.espalier.onnx.OnnxFile;
import io.espalier.onnx.TrainingForm;
import java.util.List;
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

    private static void assertClose(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            double allowed = ABSOLUTE_TOLERANCE + RELATIVE_TOLERANCE * Math.abs(expected[i]);
            assertThat((double) actual[i]).as("element " + i).isCloseTo(expected[i], within(allowed));
        }
    }
}
