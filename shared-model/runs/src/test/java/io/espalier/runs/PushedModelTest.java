package io.espalier.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.contracts.RunSpec;
import io.espalier.contracts.RunSpecReader;
import io.espalier.onnx.Graph;
import io.espalier.onnx.OnnxFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PushedModelTest {

    @TempDir
    static Path directory;

    @BeforeAll
    static void writeImages() throws IOException {
        Dots.write(directory.resolve("dots"), 2);
    }

    @Test
    void aTorchScriptFileGetsTheExtentOfTheDataSet() throws IOException {
        // When
        byte[] onnx = PushedModel.onnx(torchScript(), spec(), environment());

        // Then
        Graph graph = OnnxFile.read(onnx);
        assertThat(graph.inputs().get(0).name()).isEqualTo("image");
        assertThat(graph.inputs().get(0).shape()).hasToString("(batch, 3, 8, 8)");
        assertThat(graph.outputs().get(0).shape()).hasToString("(batch, 3)");
    }

    /// `3.weight` is the second convolution's: 12 × 8 × 3 × 3 in blocks of 8 × 8, so 2 × 1 × 9 of them.
    @Test
    void aLocalRunPrunesIt() throws IOException {
        // When
        LocalRun.Result result = new LocalRun(environment()).run(torchScript(), spec(), directory.resolve("out"));

        // Then
        assertThat(result.report().budget().blocks()).isEqualTo(18);
        assertThat(result.report().budget().removedBlocks()).isEqualTo(9);
        assertThat(OnnxFile.read(result.written().model()).initializers()).containsKey("3.weight");
    }

    @Test
    void itIsMeasuredLikeItsTranslation() throws IOException {
        byte[] onnx = PushedModel.onnx(torchScript(), spec(), environment());
        LocalEvaluation evaluation = new LocalEvaluation(environment());

        assertThat(evaluation.run(torchScript(), torchScript(), spec())).isEqualTo(evaluation.run(onnx, onnx, spec()));
    }

    @Test
    void anOnnxFileStaysAsItIs() {
        byte[] file = Dots.model(Dots.CLASSES);

        assertThat(PushedModel.onnx(file, spec(), environment())).isSameAs(file);
    }

    private static byte[] torchScript() throws IOException {
        try (InputStream in = PushedModelTest.class.getResourceAsStream("/dots.pt")) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }

    private static RunEnvironment environment() {
        return RunEnvironment.of(directory, directory.resolve("cache"));
    }

    private static RunSpec spec() {
        return RunSpecReader.read("""
                model: dots
                data: {uri: dots}
                training: {batch-size: 6}
                prune: {budget: {block-sparsity: 0.5}, pattern: {block: [8, 8]}, epochs: 1}
                finetune: {epochs: 1}
                reproducibility: {threads: 1}
                """);
    }
}
