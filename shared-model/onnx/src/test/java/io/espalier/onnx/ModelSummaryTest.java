package io.espalier.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.onnx.op.ConvTranspose;
import io.espalier.onnx.op.Window;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelSummaryTest {

    /// Parameters and multiply-accumulates at 224 × 224 as torchvision's documentation states them (`num_params`,
    /// `_ops`, there rounded to 0.001 G; googlenet without its auxiliary classifiers).
    @ParameterizedTest
    @CsvSource({
        "resnet18, 11689512, 1.814",
        "resnet50, 25557032, 4.089",
        "densenet121, 7978856, 2.834",
        "googlenet, 6624904, 1.498",
        "mobilenet_v2, 3504872, 0.301"
    })
    void countsWhatIsPublished(String name, long parameters, double gigaMacs) throws IOException {
        ModelSummary summary = ModelSummary.of(OnnxFile.read(SharedModels.read(name)));
        assertThat(summary.parameters()).isEqualTo(parameters);
        assertThat(Math.round(summary.macs() / 1e6) / 1e3).isEqualTo(gigaMacs);
    }

    @Test
    void namesOperatorsAndShapes() throws IOException {
        ModelSummary summary = ModelSummary.of(OnnxFile.read(SharedModels.read("deeplabv3_mobilenet_v3_large")));
        assertThat(summary.opset()).isEqualTo(17);
        assertThat(summary.operators()).containsEntry("Conv", 70).containsEntry("Resize", 2);
        assertThat(summary.inputs().get(0).shape())
                .isEqualTo(Shape.of(Dim.of("batch"), Dim.of(3), Dim.of(256), Dim.of(256)));
        assertThat(summary.outputs().get(0).shape())
                .as("the file leaves it open")
                .isEqualTo(Shape.of(Dim.of("batch"), Dim.of(12), Dim.of(256), Dim.of(256)));
    }

    /// Conv 3→4, 3 × 3, stride 2 on 8 × 8, then 4 → 2 linear.
    @Test
    void givesEachLayerItsShare() {
        ModelSummary summary = ModelSummary.of(Graphs.tiny());
        assertThat(summary.layers())
                .extracting(ModelSummary.Layer::operator, ModelSummary.Layer::parameters, ModelSummary.Layer::macs)
                .containsExactly(
                        tuple("Conv", 4 * 3 * 9, 16 * 4 * 27),
                        tuple("BatchNormalization", 8, 0),
                        tuple("Relu", 0, 0),
                        tuple("GlobalAveragePool", 0, 0),
                        tuple("Flatten", 0, 0),
                        tuple("Gemm", 10, 8));
        assertThat(summary.layers().get(0).output()).isEqualTo(Shape.of(1, 4, 4, 4));
    }

    /// Only the linear layer behind the mean over all pixels costs the same for every size.
    @Test
    void anOpenSizeOfImagesLeavesMultiplyAccumulatesUnknown() {
        Graph tiny = Graphs.tiny();
        ValueInfo input = tiny.inputs().getFirst();
        Shape anySize = Shape.of(Dim.of("batch"), input.shape().dim(1), Dim.of("height"), Dim.of("width"));
        Graph open = new Graph(
                tiny.name(),
                List.of(new ValueInfo(input.name(), input.type(), anySize)),
                tiny.outputs(),
                tiny.nodes(),
                tiny.initializers(),
                tiny.header());
        ModelSummary summary = ModelSummary.of(open);

        assertThat(summary.isSized()).isFalse();
        assertThat(summary.layers().getFirst().macs()).isNull();
        assertThat(summary.layers().getLast().macs()).isEqualTo(8);
        assertThat(summary.parameters()).isEqualTo(ModelSummary.of(tiny).parameters());
        assertThatThrownBy(summary::macs)
                .isInstanceOfSatisfying(PipelineException.Permanent.class, e -> assertThat(e.code())
                        .isEqualTo(ErrorCode.MODEL_INVALID))
                .hasMessageContaining("(batch, 3, height, width) leaves the size of the images open")
                .hasMessageContaining("--image HxW");
    }

    private static Tuple tuple(String operator, long parameters, long macs) {
        return Tuple.tuple(operator, parameters, macs);
    }

    /// Each of 2 · 3 · 4 input pixels of 6 channels makes a patch of 5 channels and 2 × 2 taps.
    @Test
    void aTransposedConvolutionCountsItsInputPixels() {
        Graph graph = Graphs.of(
                Shape.of(2, 6, 3, 4),
                "y",
                Map.of("w", Graphs.random(1, 6, 5, 2, 2)),
                new Node("up", new ConvTranspose(1, Window.square(2, 2, 0)), List.of("x", "w"), List.of("y")));
        assertThat(ModelSummary.of(graph).macs()).isEqualTo(2 * 3 * 4 * 6 * 5 * 4);
    }
}
