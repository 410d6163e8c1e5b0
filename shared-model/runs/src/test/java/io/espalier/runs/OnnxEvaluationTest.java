package io.espalier.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.contracts.RunSpec;
import io.espalier.contracts.RunSpecReader;
import io.espalier.datasets.ImageDataset;
import io.espalier.onnx.Graph;
import io.espalier.onnx.OnnxFile;
import io.espalier.onnx.Tensor;
import io.espalier.smart.training.RunListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OnnxEvaluationTest {

    private static final RunSpec SPEC =
            RunSpecReader.read("{model: dots, data: {uri: dots}, reproducibility: {threads: 1}}");

    @TempDir
    Path directory;

    /// A third of the images have each label, so a constant answer is right for a third of them.
    @Test
    void anImageWithALogitThatIsNoNumberIsWrong() throws IOException {
        Dots.write(directory.resolve("dots"), 4);
        RunEnvironment environment = RunEnvironment.of(directory, directory.resolve("cache"));
        try (ImageDataset images = environment.openValidation(SPEC)) {
            OnnxEvaluation evaluation = new OnnxEvaluation(images, SPEC, new byte[0], RunListener.NONE);

            assertThat(evaluation.of(answering(9, 0, 0)).value()).isEqualTo(4 / 12.0);
            assertThat(evaluation.of(answering(Float.NaN, Float.NaN, Float.NaN)).value())
                    .isZero();
            assertThat(evaluation.of(answering(Float.NaN, 0, 0)).value()).isZero();
            assertThat(evaluation.of(answering(0, 0, Float.NaN)).value()).isZero();
        }
    }

    private static byte[] answering(float... logits) {
        Graph dots = OnnxFile.read(Dots.model(Dots.CLASSES));
        return OnnxFile.write(dots.withInitializers(Map.of(
                "fc.weight", Tensor.ofFloats(new long[] {3, 12}, new float[36]),
                "fc.bias", Tensor.ofFloats(new long[] {3}, logits))));
    }
}
