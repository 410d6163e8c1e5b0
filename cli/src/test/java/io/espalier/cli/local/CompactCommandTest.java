package io.espalier.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.cli.ExitCodes;
import io.espalier.cli.sample.AnySize;
import io.espalier.contracts.RunSpecReader;
import io.espalier.onnx.Graph;
import io.espalier.onnx.ModelSummary;
import io.espalier.onnx.OnnxFile;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.TrainingForm;
import io.espalier.smart.BlockLayout;
import io.espalier.smart.PrunableLayer;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class CompactCommandTest {

    @TempDir
    private Path directory;

    @Test
    void writesASmallerFileAndSaysWhatItGained() throws IOException {
        // Given: every third channel of the demo's model is removed as a run under the channel pattern does
        Path pruned = directory.resolve("pruned.onnx");
        Path small = directory.resolve("small.onnx");
        Files.write(pruned, OnnxFile.write(withoutEveryThirdChannel()));
        StringWriter out = new StringWriter();

        // When
        int status = new CommandLine(new CompactCommand())
                .setOut(new PrintWriter(out))
                .execute(pruned.toString(), "-o", small.toString(), "--turns", "1");

        // Then
        assertThat(status).isEqualTo(ExitCodes.DONE);
        assertThat(out.toString()).contains("parameters", "MACs", "outputs differ by at most", "wrote " + small);
        assertThat(Files.size(small)).isLessThan(Files.size(pruned) * 2 / 3);
    }

    /// The run of noise needs a size, the smaller file keeps none.
    @Test
    void aModelOfAnySizeStaysOne() throws IOException {
        Path pruned = directory.resolve("pruned.onnx");
        Path small = directory.resolve("small.onnx");
        Graph open = AnySize.of(withoutEveryThirdChannel());
        Files.write(pruned, OnnxFile.write(open));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = new CommandLine(new CompactCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err, true));

        int unsized = command.execute(pruned.toString(), "-o", small.toString(), "--turns", "1");
        assertThat(unsized).isNotEqualTo(ExitCodes.DONE);
        assertThat(err.toString()).contains("give them with --image");
        assertThat(small).doesNotExist();

        int sized = command.execute(pruned.toString(), "-o", small.toString(), "--turns", "1", "--image", "32x32");
        assertThat(sized).as(err.toString()).isEqualTo(ExitCodes.DONE);
        assertThat(OnnxFile.read(small).inputs().getFirst().shape())
                .isEqualTo(open.inputs().getFirst().shape());
        long macs = ModelSummary.of(withoutEveryThirdChannel()).macs();
        assertThat(out.toString()).contains(String.format(Locale.ROOT, "%,d", macs));
    }

    private static Graph withoutEveryThirdChannel() throws IOException {
        Graph dense = TrainingForm.of(bundled());
        String spec = "{model: m, data: {uri: none}, prune: {pattern: channel}}";
        BlockLayout layout = BlockLayout.of(dense, RunSpecReader.read(spec).prune());
        Map<String, Tensor> changed = new HashMap<>();
        for (PrunableLayer layer : layout.layers()) {
            for (PrunableLayer.Part part : layer.parts()) {
                float[] values = PrunableLayer.values(dense, part);
                part.elements().forEach((index, block) -> values[index] = block % 3 == 0 ? 0 : values[index]);
                long[] shape = dense.constant(part.parameter()).orElseThrow().shape();
                changed.put(part.parameter(), Tensor.ofFloats(shape, values));
            }
        }
        return dense.withInitializers(changed);
    }

    private static Graph bundled() throws IOException {
        try (InputStream bytes = CompactCommandTest.class.getResourceAsStream("/demo/shapes-resnet14.onnx")) {
            return OnnxFile.read(bytes.readAllBytes());
        }
    }
}
