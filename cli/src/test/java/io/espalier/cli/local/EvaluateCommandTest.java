package io.espalier.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.cli.ExitCodes;
import io.espalier.contracts.Json;
import io.espalier.datasets.shapes.ShapesArchive;
import io.espalier.runs.LocalEvaluation;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class EvaluateCommandTest {

    private static final String PREPROCESSING = "preprocessing: {mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25]}";

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void drawAndCopy() throws IOException {
        new ShapesArchive(7, 1, 20).write(directory.resolve("shapes.zip"));
        try (InputStream bytes = EvaluateCommandTest.class.getResourceAsStream("/demo/shapes-resnet14.onnx")) {
            Files.copy(bytes, directory.resolve("resnet14.onnx"));
        }
    }

    /// The demo's own model: 98 % on its whole test split, so over 90 % on a fifth of it.
    @Test
    void measuresTheSplitThatTheSpecNames() throws IOException {
        LocalEvaluation.Report report =
                evaluated("data: {uri: 'zip:shapes.zip!/shapes', validation: test, " + PREPROCESSING + "}");

        assertThat(report.metric()).isEqualTo("top-1");
        assertThat(report.images()).isEqualTo(200);
        assertThat(report.value()).isBetween(0.9, 1.0);
        assertThat(report.metrics()).containsKeys("top-1", "top-5");
    }

    @Test
    void aModelIsWhatItReproducesOfItself() throws IOException {
        LocalEvaluation.Report report = evaluated("task: regression\ndata: {uri: 'zip:shapes.zip!/shapes', validation:"
                + " test, format: images, " + PREPROCESSING + "}");

        assertThat(report.metric()).isEqualTo("r2");
        assertThat(report.value()).isEqualTo(1.0);
    }

    @Test
    void aMissingSplitIsNamed() throws IOException {
        Path spec = spec("data: {uri: 'zip:shapes.zip!/shapes', validation: nowhere}");

        assertThat(run(spec)).isNotEqualTo(ExitCodes.DONE);
        assertThat(err.toString()).contains("nowhere");
    }

    private LocalEvaluation.Report evaluated(String data) throws IOException {
        assertThat(run(spec(data))).as(err.toString()).isEqualTo(ExitCodes.DONE);
        return Json.read(out.toString().getBytes(StandardCharsets.UTF_8), LocalEvaluation.Report.class);
    }

    private Path spec(String data) throws IOException {
        return Files.writeString(directory.resolve("spec.yaml"), "model: m\n" + data + "\n");
    }

    private int run(Path spec) {
        return new CommandLine(new EvaluateCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(
                        directory.resolve("resnet14.onnx").toString(),
                        "--spec",
                        spec.toString(),
                        "--data-dir",
                        directory.toString(),
                        "--home",
                        directory.resolve("home").toString(),
                        "--json");
    }
}
