package io.espalier.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.onnx.Graph;
import io.espalier.onnx.OnnxFile;
import io.espalier.onnx.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// The trained ResNet-20 that is published both traced and as ONNX.
class ResNet20Test {

    private static final Path FOLDER = Path.of(System.getProperty("espalier.shared", "../shared"), "models/pretrained");

    /// Logits are of the order of 10; both files run in float32.
    private static final Offset<Float> ROUNDING = Offset.offset(1e-5f);

    @Test
    void tracedFileEqualsTheExportedOne() throws IOException {
        // Given
        Path traced = FOLDER.resolve("resnet20-cifar10-traced.pt");
        Assumptions.assumeTrue(Files.isRegularFile(traced), "the shared models are not there: " + FOLDER);
        byte[] exported = Files.readAllBytes(FOLDER.resolve("resnet20-cifar10.onnx"));

        // When
        Graph graph = TorchScriptFile.read(Files.readAllBytes(traced), "image", new long[] {-1, 3, 32, 32});

        // Then
        byte[] onnx = OnnxFile.write(graph);
        for (int batch : new int[] {1, 5}) {
            Tensor image = random(batch);
            assertThat(logits(onnx, "output", image)).containsExactly(logits(exported, "logits", image), ROUNDING);
        }
        assertThat(graph.initializers().get("layer1.0.conv1.weight"))
                .isEqualTo(OnnxFile.read(exported).initializers().get("layer1.0.conv1.weight"));
    }

    private static float[] logits(byte[] model, String output, Tensor image) {
        Map<String, Tensor> outputs = OnnxRuntime.run(model, "image", image);
        return Objects.requireNonNull(outputs.get(output)).floats();
    }

    private static Tensor random(int batch) {
        Random generator = new Random(batch);
        float[] values = new float[batch * 3 * 32 * 32];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) generator.nextGaussian();
        }
        return Tensor.ofFloats(new long[] {batch, 3, 32, 32}, values);
    }
}
