package io.espalier.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.cli.ExitCodes;
import io.espalier.contracts.Json;
import io.espalier.datasets.shapes.ShapesArchive;
import io.espalier.onnx.OnnxFile;
import io.espalier.runs.LocalTraining;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// `espalier train` on a few drawn images and the demo's network.
class TrainCommandTest {

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void drawImages() throws IOException {
        new ShapesArchive(3, 8, 4).write(directory.resolve("shapes.zip"));
        Files.writeString(directory.resolve("spec.yaml"), """
                model: shapes
                data: {uri: "zip:shapes.zip!/shapes"}
                training: {batch-size: 16}
                reproducibility: {seed: 1, threads: 1}
                """);
        try (var model = getClass().getResourceAsStream("/demo/shapes-resnet14.onnx")) {
            Files.copy(model, directory.resolve("model.onnx"));
        }
    }

    @Test
    void trainsFromRandomWeightsAndMeasuresTheFile() throws IOException {
        // When
        int exit = run("--epochs", "1", "--initial", "random", "--json");

        // Then
        assertThat(exit).as(err.toString()).isEqualTo(ExitCodes.DONE);
        LocalTraining.Report report =
                Json.read(out.toString().getBytes(StandardCharsets.UTF_8), LocalTraining.Report.class);
        assertThat(report.metric()).isEqualTo("top-1");
        assertThat(report.metrics()).containsEntry("top-1", report.accuracy());
        assertThat(report.peakRssMib()).isPositive();
        assertThat(err.toString()).containsPattern("(?m)^epoch 1/1 {2}loss \\S+ {2}.*images/s");
        assertThat(OnnxFile.read(Files.readAllBytes(directory.resolve("out.onnx")))
                        .initializers())
                .isNotEmpty();
        assertThat(directory.resolve("out.onnx.curves.jsonl")).content().contains("\"validation-top-1\":");
        assertThat(directory.resolve("out.onnx.checkpoints")).doesNotExist();
    }

    @Test
    void aFileThatIsThereIsNotReplaced() throws IOException {
        Files.writeString(directory.resolve("out.onnx"), "mine");

        assertThat(run("--epochs", "1")).isEqualTo(CommandLine.ExitCode.USAGE);

        assertThat(err.toString()).contains("--force");
        assertThat(directory.resolve("out.onnx")).hasContent("mine");
    }

    @Test
    void noEpochsAreRefused() {
        assertThat(run()).isNotEqualTo(ExitCodes.DONE);

        assertThat(directory.resolve("out.onnx")).doesNotExist();
    }

    private int run(String... more) {
        String[] fixed = {
            directory.resolve("model.onnx").toString(),
            "--spec",
            directory.resolve("spec.yaml").toString(),
            "--home",
            directory.resolve("home").toString(),
            "--data-dir",
            directory.toString(),
            "-o",
            directory.resolve("out.onnx").toString()
        };
        String[] arguments = java.util.stream.Stream.of(fixed, more)
                .flatMap(java.util.Arrays::stream)
                .toArray(String[]::new);
        return new CommandLine(new TrainCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }
}
