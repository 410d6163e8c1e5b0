package io.espalier.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.onnx.Graph;
import io.espalier.onnx.OnnxFile;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.op.BatchNormalization;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Files made by PyTorch, read, written as ONNX and run in ONNX Runtime, against what PyTorch computed.
class PyTorchCasesTest {

    /// Both add up float32 in an order of their own; the values are of the order of 1.
    private static final Offset<Float> ROUNDING = Offset.offset(1e-5f);

    @ParameterizedTest
    @CsvSource({
        "scripted-residual, residual",
        "traced-residual, residual",
        "scripted-training, residual",
        "scripted-pyramid, pyramid",
        "traced-pyramid, pyramid",
        "scripted-activations, activations",
        "traced-activations, activations",
        "scripted-attention, attention",
        "traced-attention, attention",
        "scripted-rearranged, rearranged",
        "traced-rearranged, rearranged",
    })
    void computesWhatPyTorchComputes(String file, String module) {
        // Given
        Graph graph = TorchScriptFile.read(Cases.file(file + ".pt"), "image", Cases.ANY_BATCH);
        byte[] onnx = OnnxFile.write(graph);
        for (int batch : Cases.BATCHES) {
            Map<String, Tensor> expected = Cases.expected(module, batch);

            // When
            Map<String, Tensor> outputs = OnnxRuntime.run(onnx, "image", Cases.input(batch));

            // Then
            assertThat(outputs.keySet()).containsExactlyElementsOf(expected.keySet());
            expected.forEach((name, tensor) -> assertClose(Objects.requireNonNull(outputs.get(name)), tensor, name));
        }
    }

    private static void assertClose(Tensor actual, Tensor expected, String name) {
        assertThat(actual.shape()).as(name).containsExactly(expected.shape());
        assertThat(actual.floats()).as(name).containsExactly(expected.floats(), ROUNDING);
    }

    @Test
    void readsAFileThatWasCompressedAgain() {
        // Given
        byte[] file = Cases.file("traced-residual.pt");

        // When
        Graph graph = TorchScriptFile.read(Zips.zip(Zips.entries(file)), "image", Cases.ANY_BATCH);

        // Then
        assertThat(OnnxFile.write(graph))
                .isEqualTo(OnnxFile.write(TorchScriptFile.read(file, "image", Cases.ANY_BATCH)));
    }

    @Test
    void keepsNormalizationAndTheNamesOfTheModuleTree() {
        // When
        Graph graph = TorchScriptFile.read(Cases.file("scripted-residual.pt"), "image", Cases.ANY_BATCH);

        // Then
        assertThat(graph.initializers().keySet())
                .contains("stem.0.weight", "blocks.0.bn1.running_mean", "blocks.1.project.bias", "head.weight")
                .doesNotContain("blocks.0.bn1.num_batches_tracked");
        assertThat(graph.nodes().stream().map(node -> node.name()))
                .contains("blocks.1.conv2/Conv", "blocks.1.bn2/BatchNormalization");
        assertThat(graph.nodes().stream().filter(node -> node.operator() instanceof BatchNormalization))
                .hasSize(5);
        assertThat(graph.nodes())
                .filteredOn(node -> node.name().equals("stem.0/Conv"))
                .allMatch(node -> node.inputs().equals(List.of("image", "stem.0.weight")))
                .hasSize(1);
        assertThat(graph.outputs().get(0).shape()).hasToString("(batch, 5)");
    }
}
