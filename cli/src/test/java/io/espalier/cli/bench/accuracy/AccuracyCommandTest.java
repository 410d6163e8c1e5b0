package io.espalier.cli.bench.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.cli.ExitCodes;
import io.espalier.contracts.Json;
import io.espalier.contracts.Sha256;
import io.espalier.datasets.shapes.ShapesArchive;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// `espalier bench accuracy` on a few drawn images and the demo's network.
class AccuracyCommandTest {

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();

    @BeforeEach
    void drawImages() throws IOException {
        new ShapesArchive(3, 8, 4).write(directory.resolve("shapes.zip"));
        Files.writeString(directory.resolve("base.yaml"), """
                model: shapes
                data: {uri: "zip:shapes.zip!/shapes"}
                prune: {epochs: 1}
                finetune: {epochs: 1}
                training: {batch-size: 16, validate-every: 0}
                reproducibility: {threads: 1}
                """);
        try (var model = getClass().getResourceAsStream("/demo/shapes-resnet14.onnx")) {
            Files.copy(model, directory.resolve("model.onnx"));
        }
    }

    @Test
    void finishedCellsAreNotRunAgain() throws IOException {
        // Given
        assertThat(run("--methods", "smart,gmp", "--budgets", "0.5", "--keep-models"))
                .as(out.toString())
                .isEqualTo(ExitCodes.DONE);
        List<CellResult> first = results();
        assertThat(first.stream().map(CellResult::name))
                .containsExactly("control-s1", "smart-8x8-0.5-s1", "gmp-8x8-0.5-s1");

        // When: one line is lost in a crash, one cell more is asked for
        cutLastLine();
        assertThat(run("--methods", "smart,gmp,random", "--budgets", "0.5")).isEqualTo(ExitCodes.DONE);

        // Then
        List<CellResult> second = results();
        assertThat(second.stream().map(CellResult::name))
                .containsExactly("control-s1", "smart-8x8-0.5-s1", "gmp-8x8-0.5-s1", "random-8x8-0.5-s1");
        assertThat(second.subList(0, 2)).isEqualTo(first.subList(0, 2));
        assertThat(second.get(2).inputs().result())
                .isEqualTo(first.get(2).inputs().result())
                .isEqualTo(Sha256.hex(Files.readAllBytes(directory.resolve("out/models/gmp-8x8-0.5-s1.onnx"))));
        assertThat(second)
                .allSatisfy(result -> assertThat(result.count().isExact()).isTrue());
        assertThat(second.get(1).softAccuracy()).isNotNull();
        assertThat(second.get(2).softAccuracy()).isNull();
        assertThat(directory.resolve("out/table.md")).content().contains("`random`");
        assertThat(directory.resolve("out/plot.svg")).content().contains("<circle");
        assertThat(directory.resolve("out/provenance.json"))
                .content()
                .contains(
                        "\"seeds\"",
                        "PyTorch",
                        "\"code\" : \"" + second.getLast().inputs().code());
        assertThat(directory.resolve("out/states")).doesNotExist();
        assertThat(out.toString()).doesNotContain("another build");

        // When: a line is of other code
        Path lines = directory.resolve("out/results.jsonl");
        String code = Objects.requireNonNull(second.getFirst().inputs().code());
        Files.writeString(lines, Files.readString(lines).replaceFirst(code, "0123456789ab"));
        run("--methods", "smart,gmp,random", "--budgets", "0.5");

        // Then
        assertThat(out.toString())
                .contains("1 of them were run by another build (1 of 0123456789ab", "this is " + code);
        assertThat(directory.resolve("out/table.md")).content().contains("Cells of 2 builds");
        run("--methods", "smart,gmp,random", "--budgets", "0.5", "--dry-run");
        assertThat(out.toString()).contains("by build 0123456789ab", "4 cells, 0 to run");

        // When
        run("--methods", "smart,gmp,random", "--budgets", "0.5", "--rerun-other-builds");

        // Then
        assertThat(results().stream().map(CellResult::name))
                .containsExactly("control-s1", "smart-8x8-0.5-s1", "gmp-8x8-0.5-s1", "random-8x8-0.5-s1", "control-s1");
        assertThat(directory.resolve("out/table.md")).content().doesNotContain("Cells of 2 builds");
    }

    /// The harness has no other images to choose weights by than those that are judged on.
    @Test
    void noWeightsAreChosenUnlessTheSpecAsksForIt() throws IOException {
        Path spec = directory.resolve("silent.yaml");
        String silent = "{model: shapes, data: {uri: any}, training: {batch-size: 16}}";

        assertThat(validateEvery(Files.writeString(spec, silent))).isZero();
        assertThat(validateEvery(Files.writeString(spec, silent.replace("16", "16, validate-every: 2"))))
                .isEqualTo(2);
        assertThat(new BaseSpec(null, "zip:any", null, null, null, null)
                        .read()
                        .training()
                        .validateEvery())
                .isZero();
    }

    private static int validateEvery(Path spec) {
        return new BaseSpec(spec, null, null, null, null, null)
                .read()
                .training()
                .validateEvery();
    }

    @Test
    void aDryRunTrainsNothing() throws IOException {
        assertThat(run("--methods", "smart", "--ablation", "mask=weights", "--dry-run", "--no-control"))
                .isEqualTo(ExitCodes.DONE);

        assertThat(out.toString()).contains("smart+mask=weights-8x8-0.7-s1", "4 cells, 4 to run");
        assertThat(directory.resolve("out")).doesNotExist();
    }

    @Test
    void mistakesShowBeforeTheFirstHour() {
        assertThat(run("--methods", "smart,smarter")).isNotEqualTo(ExitCodes.DONE);
        assertThat(run("--budgets", "0.5,1.5")).isNotEqualTo(ExitCodes.DONE);
        assertThat(run("--patterns", "8by8")).isNotEqualTo(ExitCodes.DONE);

        assertThat(directory.resolve("out")).doesNotExist();
    }

    /// Images are ordered by class: each keeps its share.
    @Test
    void fewerValidationImagesAreSpreadEvenly() throws IOException {
        assertThat(run("--methods", "random", "--budgets", "0.5", "--no-control", "--validation-images", "6"))
                .isEqualTo(ExitCodes.DONE);

        assertThat(results().getFirst().images()).isEqualTo(6);
    }

    private void cutLastLine() throws IOException {
        Path file = directory.resolve("out/results.jsonl");
        String text = Files.readString(file);
        Files.writeString(file, text.substring(0, text.length() - 100));
    }

    private List<CellResult> results() throws IOException {
        return new Results(directory.resolve("out")).all();
    }

    private int run(String... more) {
        String[] fixed = {
            "--model", directory.resolve("model.onnx").toString(),
            "--spec", directory.resolve("base.yaml").toString(),
            "--home", directory.resolve("home").toString(),
            "--data-dir", directory.toString(),
            "--output", directory.resolve("out").toString()
        };
        return new CommandLine(new AccuracyCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(out))
                .execute(Stream.of(fixed, more).flatMap(Arrays::stream).toArray(String[]::new));
    }

    @Test
    void resultsAreReadAsTheyAreWritten() {
        CellResult result = AccuracyTableTest.result("smart", "8x8", "0.5", 1, 0.5);

        String line = new String(Json.write(result), StandardCharsets.UTF_8);

        assertThat(line).contains("\"cpu-seconds\":3.0").doesNotContain("soft-accuracy");
        assertThat(Json.read(line.getBytes(StandardCharsets.UTF_8), CellResult.class))
                .isEqualTo(result);
    }
}
