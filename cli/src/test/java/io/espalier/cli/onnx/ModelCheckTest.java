package io.espalier.cli.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.cli.sample.AnySize;
import io.espalier.cli.sample.ImageExtent;
import io.espalier.contracts.ErrorCode;
import io.espalier.onnx.OnnxFile;
import io.espalier.runs.ForwardCheck;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ModelCheckTest {

    @TempDir
    Path directory;

    private Path model = Path.of("");

    @BeforeEach
    void copyTheBundledModel() throws IOException {
        model = directory.resolve("resnet14.onnx");
        try (InputStream bytes = ModelCheckTest.class.getResourceAsStream("/demo/shapes-resnet14.onnx")) {
            Files.copy(bytes, model);
        }
    }

    /// A ResNet-14 with 16, 32 and 64 channels: the stem, twelve convolutions in six blocks, two shortcuts, the
    // classifier.
    @Test
    void saysWhatIsInTheFileAndComparesEveryBatchSize() throws IOException {
        ModelCheck.Report report = new ModelCheck(null, List.of(1, 3), 1).of(model);

        assertThat(report.isSound()).isTrue();
        assertThat(report.operators()).containsEntry("Conv", 15).containsEntry("Gemm", 1);
        assertThat(report.inputs()).singleElement().asString().contains("3, 32, 32");
        assertThat(report.macs())
                .isEqualTo(report.layers().stream()
                        .mapToLong(layer -> Objects.requireNonNull(layer.macs()))
                        .sum());
        assertThat(report.forward())
                .extracting(ForwardCheck.Compared::shape)
                .containsExactly(List.of(1L, 10L), List.of(3L, 10L));
    }

    @Test
    void followsAnotherExtent() throws IOException {
        ModelCheck.Report small = new ModelCheck(null, List.of(), 1).of(model);
        ModelCheck.Report large = new ModelCheck(ImageExtent.parse("64x64"), List.of(2), 1).of(model);

        assertThat(large.isSound()).isTrue();
        assertThat(large.macs()).isBetween(3 * macs(small), 4 * macs(small));
        assertThat(small.forward()).isEmpty();
    }

    @Test
    void multiplyAccumulatesOfAnOpenSizeAreUnknownUntilItIsGiven() throws IOException {
        ModelCheck.Report sized = new ModelCheck(null, List.of(), 1).of(model);
        Path open = Files.write(directory.resolve("open.onnx"), OnnxFile.write(AnySize.of(OnnxFile.read(model))));

        ModelCheck.Report unknown = new ModelCheck(null, List.of(), 1).of(open);
        ModelCheck.Report given = new ModelCheck(ImageExtent.parse("32x32"), List.of(), 1).of(open);

        assertThat(unknown.macs()).isNull();
        assertThat(CheckReport.lines(unknown, true))
                .contains("  MACs        unknown: the model leaves the size of the images open; give --image HxW")
                .anyMatch(line -> line.contains("Conv ") && line.endsWith("unknown"));
        assertThat(given.macs()).isEqualTo(sized.macs());
    }

    private static long macs(ModelCheck.Report report) {
        return Objects.requireNonNull(report.macs());
    }

    /// Written by PyTorch: two convolutions and a linear layer.
    @Test
    void aTorchScriptFileIsTranslatedForTheExtent() throws IOException {
        Path script = directory.resolve("dots.pt");
        try (InputStream bytes = ModelCheckTest.class.getResourceAsStream("/dots.pt")) {
            Files.copy(bytes, script);
        }

        ModelCheck.Report report = new ModelCheck(ImageExtent.parse("8x8"), List.of(1, 3), 1).of(script);

        assertThat(report.message()).isNull();
        assertThat(report.isSound()).isTrue();
        assertThat(report.inputs()).containsExactly("image (batch, 3, 8, 8)");
        assertThat(report.operators()).containsEntry("Conv", 2).containsEntry("Gemm", 1);
        assertThat(report.forward()).hasSize(2);
        assertThat(new ModelCheck(null, List.of(1), 1).of(script).message()).contains("--image");
    }

    @Test
    void whatIsCheckedIsSaidBesideTheJson() {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();

        new CommandLine(new CheckCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(model.toString(), "--no-forward", "--json");

        assertThat(out.toString().lines()).hasSize(1);
        assertThat(err.toString().strip()).isEqualTo("checking " + model);
    }

    @Test
    void aRefusedFileIsAReportAndNotTheEnd() throws IOException {
        Path text = Files.writeString(directory.resolve("notes.txt"), "no model");

        ModelCheck.Report report = new ModelCheck(null, List.of(1), 1).of(text);

        assertThat(report.isSound()).isFalse();
        assertThat(report.error()).isEqualTo(ErrorCode.MODEL_NOT_ONNX);
        assertThat(CheckReport.lines(report, false).getFirst()).isEqualTo("✗ notes.txt");
    }

    @Test
    void aDifferenceIsNamed() {
        ForwardCheck.Compared apart = new ForwardCheck.Compared("logits", List.of(1L, 10L), 0.5, 40);
        ModelCheck.Report report = new ModelCheck.Report(
                "m.onnx", 17, Map.of(), List.of(), List.of(), 0, 0L, List.of(), List.of(apart), null, null);

        assertThat(report.isSound()).isFalse();
        assertThat(CheckReport.lines(report, true))
                .last()
                .asString()
                .contains(
                        "logits (1, 10) DIFFERS from ONNX Runtime: largest difference 0.50, 40.000 of what is allowed");
    }
}
