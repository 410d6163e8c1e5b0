package io.espalier.cli.npu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.cli.sample.ImageExtent;
import io.espalier.contracts.Json;
import io.espalier.npu.NpuModel;
import io.espalier.npu.NpuNetwork;
import io.espalier.npu.NpuProfiles;
import io.espalier.npu.calibration.network.Networks;
import io.espalier.runs.latency.MeasuredLatency;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class NpuCommandsTest {

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return new CommandLine(new NpuCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    private Path model() throws IOException {
        Path model = directory.resolve("resnet14.onnx");
        try (InputStream bytes = NpuCommandsTest.class.getResourceAsStream("/demo/shapes-resnet14.onnx")) {
            Files.copy(bytes, model);
        }
        return model;
    }

    @ParameterizedTest
    @ValueSource(strings = {"estimate", "devices", "calibrate", "export-scalesim", "scalesim"})
    void everyQuestionHasExamples(String question) {
        CommandLine command = Objects.requireNonNull(
                new CommandLine(new NpuCommand()).getSubcommands().get(question));
        String usage = command.getUsageMessage();

        assertThat(usage).contains("Examples:", "espalier npu " + question);
    }

    @Test
    void theJsonIsWhatTheModelSays() throws IOException {
        assertThat(run("estimate", "squeezenet", "--device", "rk3588-core,systolic-32x32", "--json"))
                .isZero();

        JsonNode report = Json.MAPPER.readTree(out.toString());
        var expected = NpuModel.estimate(
                NpuNetwork.dense(Networks.named("squeezenet").graph()), NpuProfiles.named("rk3588-core"));
        JsonNode device = report.path("devices").path(0);
        assertThat(report.path("macs").asLong()).isEqualTo(818_924_576);
        assertThat(device.path("ms").asDouble()).isEqualTo(expected.milliseconds());
        assertThat(device.path("source").asText()).isEqualTo("estimated");
        assertThat(device.path("layers")).hasSize(expected.layers().size());
        assertThat(report.path("devices").path(1).path("confidence").asText()).isEqualTo("exact-reference");
    }

    @Test
    void theLayersOfTheCsvAddUpToItsTotal() throws IOException {
        assertThat(run("estimate", model().toString(), "--device", "systolic-8x8", "--csv"))
                .isZero();

        List<String[]> rows =
                out.toString().lines().map(line -> line.split(",", -1)).toList();
        int cycles = List.of(rows.getFirst()).indexOf("cycles");
        long sum = rows.subList(1, rows.size() - 1).stream()
                .mapToLong(row -> Long.parseLong(row[cycles]))
                .sum();
        assertThat(Long.parseLong(rows.getLast()[cycles])).isEqualTo(sum).isPositive();
        assertThat(rows).allSatisfy(row -> assertThat(row).hasSameSizeAs(rows.getFirst()));
    }

    @Test
    void theTableEndsWithTheDevicesSideBySide() throws IOException {
        assertThat(run("estimate", model().toString(), "--device", "systolic-8x8,rk3588-core"))
                .isZero();

        List<String> lines = out.toString().lines().toList();
        assertThat(lines.get(lines.size() - 3)).startsWith("DEVICE").contains("CONFIDENCE");
        assertThat(lines.get(lines.size() - 2)).startsWith("systolic-8x8").contains("exact-reference");
        assertThat(lines.getLast()).startsWith("rk3588-core");
    }

    @Test
    void aMeasurementStandsBesideTheEstimate() throws IOException {
        assertThat(run(
                        "estimate",
                        model().toString(),
                        "--device",
                        "systolic-8x8",
                        "--measure",
                        "--runs",
                        "9",
                        "--json"))
                .isZero();

        JsonNode measured = Json.MAPPER.readTree(out.toString()).path("measured");
        assertThat(measured.path("source").asText()).isEqualTo("measured");
        assertThat(measured.path("tool").asText()).startsWith("ONNX Runtime");
        assertThat(measured.path("median-ms").asDouble()).isPositive();
        assertThat(measured.path("p95-ms").asDouble())
                .isGreaterThanOrEqualTo(measured.path("median-ms").asDouble());
    }

    @Test
    void quantilesAreOfWhatWasSeen() {
        double[] values = {9, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20};

        assertThat(MeasuredLatency.quantile(values, 0.5)).isEqualTo(10);
        assertThat(MeasuredLatency.quantile(values, 0.95)).isEqualTo(19);
        assertThat(MeasuredLatency.quantile(new double[] {7}, 0.95)).isEqualTo(7);
    }

    @Test
    void calibrationSaysTheHeldOutErrorAndWritesAProfile() throws IOException {
        Path file = Files.writeString(directory.resolve("m.csv"), """
                network,device,ms,source
                mobilenet-v1,rk3588-core,2.0,a
                mobilenet-v2,rk3588-core,2.2,a
                squeezenet,rk3588-core,2.5,a
                inception-v1,rk3588-core,4.0,a
                """);
        Path written = directory.resolve("mine.yaml");

        assertThat(run("calibrate", "--measurements", file.toString(), "--write", written.toString()))
                .isZero();

        assertThat(out.toString()).contains("held out: median absolute error", "rank correlation", "µs a kernel");
        assertThat(NpuProfiles.read(written).sources().get("overhead.launch-micros"))
                .contains("2 of 4 networks");
        assertThat(run("estimate", "squeezenet", "--device", written.toString()))
                .isZero();
        assertThat(out.toString()).contains("calibrated");
    }

    @Test
    void whatIsExportedIsReportedOnByTheOtherCommand() throws IOException {
        assertThat(run(
                        "export-scalesim",
                        model().toString(),
                        "--output",
                        directory.toString(),
                        "--device",
                        "systolic-8x8"))
                .isZero();
        String topology = directory.resolve("resnet14.csv").toString();
        String config = directory.resolve("resnet14.cfg").toString();
        out.getBuffer().setLength(0);

        assertThat(run("scalesim", topology, "--config", config, "--csv")).isZero();

        var dense = NpuModel.estimate(
                NetworkSource.of(copied().toString(), null).network(), NpuProfiles.named("systolic-8x8"));
        List<String[]> rows =
                out.toString().lines().skip(1).map(line -> line.split(",", -1)).toList();
        assertThat(rows).hasSameSizeAs(dense.products());
        for (int i = 0; i < rows.size(); i++) {
            assertThat(Long.parseLong(rows.get(i)[2]))
                    .isEqualTo(dense.products().get(i).compute().denseCycles());
            assertThat(Double.parseDouble(rows.get(i)[4]))
                    .isCloseTo(100 * dense.products().get(i).compute().mappingEfficiency(), within(1e-9));
        }
    }

    private Path copied() {
        return directory.resolve("resnet14.onnx");
    }

    @Test
    void anotherExtentIsAnotherNetwork() throws IOException {
        Path model = model();
        var small = NetworkSource.of(model.toString(), null).network();
        var large = NetworkSource.of(model.toString(), new ImageExtent(64, 64)).network();

        assertThat(large.products().getFirst().shape().gemm().m())
                .isEqualTo(4 * small.products().getFirst().shape().gemm().m());
    }

    @Test
    void neitherFileNorNameIsRefused() {
        assertThat(run("estimate", "lenet", "--device", "systolic-8x8")).isNotZero();

        assertThat(err.toString()).contains("'lenet' is neither a file nor one of the published networks");
    }
}
