package io.espalier.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.contracts.EvaluationReport;
import io.espalier.contracts.Json;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.RunSpec;
import io.espalier.contracts.RunSpecReader;
import io.espalier.datasets.ImageDataset;
import io.espalier.npu.NpuModel;
import io.espalier.npu.NpuProfiles;
import io.espalier.npu.NpuReport;
import io.espalier.onnx.Dim;
import io.espalier.onnx.ElementType;
import io.espalier.onnx.Graph;
import io.espalier.onnx.ModelHeader;
import io.espalier.onnx.ModelSummary;
import io.espalier.onnx.Node;
import io.espalier.onnx.OnnxFile;
import io.espalier.onnx.Shape;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.TrainingForm;
import io.espalier.onnx.ValueInfo;
import io.espalier.onnx.op.Concat;
import io.espalier.onnx.op.Conv;
import io.espalier.onnx.op.Resize;
import io.espalier.onnx.op.ShapeOf;
import io.espalier.onnx.op.Window;
import io.espalier.runs.latency.EstimateReport;
import io.espalier.runs.latency.MeasuredLatency;
import io.espalier.smart.training.Checkpoints;
import io.espalier.smart.training.RunListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A model that takes images of any size, against the same with the size of the data set's.
final class AnySizeTest {

    private static final RunSpec SPEC = RunSpecReader.read("""
            model: dots
            data: {uri: dots}
            prune: {epochs: 1, pattern: {block: [4, 4]}, budget: {macs: 70%, latency-ms: 99%}}
            finetune: {epochs: 1}
            training: {batch-size: 12}
            device: systolic-8x8
            gates: {latency: [{device: rk3588-core, max-ms: 5}]}
            reproducibility: {seed: 5, threads: 1}
            """);
    private static final Shape ANY = Shape.of(Dim.of("batch"), Dim.of(3), Dim.of("height"), Dim.of("width"));

    @TempDir
    private Path directory;

    private final byte[] sized = Dots.model(Dots.CLASSES);
    private final byte[] open = OnnxFile.write(withInput(OnnxFile.read(sized), ANY));

    @BeforeEach
    void writeImages() throws IOException {
        Dots.write(directory.resolve("dots"), 24);
    }

    @Test
    void aRunCostsItForTheDataSetsImagesAndGivesBackOneOfAnySize() throws IOException {
        LocalRun.Result ofSized = run(sized, "sized");
        LocalRun.Result ofOpen = run(open, "open");

        EvaluationReport report = ofOpen.report();
        assertThat(report.latency()).isEqualTo(ofSized.report().latency());
        assertThat(report.otherLatencies()).isEqualTo(ofSized.report().otherLatencies());
        assertThat(report.layers()).isEqualTo(ofSized.report().layers());
        assertThat(report.budget()).isEqualTo(ofSized.report().budget());
        assertThat(ofOpen.gates()).isEqualTo(ofSized.gates());
        Graph model = OnnxFile.read(Files.readAllBytes(ofOpen.written().model()));
        assertThat(model.inputs().getFirst().shape()).isEqualTo(ANY);
        assertThat(Files.readString(ofOpen.written().summary()))
                .contains("| max-latency-ms on rk3588-core, estimated (");
        assertThat(OnnxFile.write(withInput(
                        model, OnnxFile.read(sized).inputs().getFirst().shape())))
                .isEqualTo(Files.readAllBytes(ofSized.written().model()));
    }

    /// The same file as the evaluation service stores, but for what this processor takes.
    @Test
    void aLocalRunWritesItsLatencies() throws IOException {
        LocalRun.Written written = run(sized, "latencies").written();

        EstimateReport report = Json.read(Files.readAllBytes(written.latency()), EstimateReport.class);
        EstimateReport stored = work().latencies(Files.readAllBytes(written.model()), SPEC);
        assertThat(written.latency()).hasFileName("latency.json");
        assertThat(report.devices()).isEqualTo(stored.devices()).hasSize(2);
        assertThat(report.macs()).isEqualTo(stored.macs());
        assertThat(report.measured()).isNotNull();
    }

    @Test
    void latenciesAreThoseOfTheDataSetsImages() {
        EstimateReport ofOpen = work().latencies(open, SPEC);

        assertThat(ofOpen.devices()).isEqualTo(work().latencies(sized, SPEC).devices());
        assertThat(ofOpen.measured()).isNotNull();
    }

    /// As exporters write a segmenter's last step: resized to what the image's shape turns out to be.
    @Test
    void whatFollowsTheImagesShapeIsCostedForIt() {
        ImageDataset images = environment().openValidation(SPEC);
        Graph ofAny = TrainingForm.of(resizing(ANY));
        Graph ofOne = TrainingForm.of(resizing(Shape.of(Dim.of("batch"), Dim.of(3), Dim.of(8), Dim.of(8))));
        for (String device : List.of("systolic-8x8", "rk3588-core")) {
            NpuReport any = NpuModel.estimate(Extents.of(ofAny, images), NpuProfiles.named(device));
            NpuReport one = NpuModel.estimate(ofOne, NpuProfiles.named(device));
            // the sizes are put together once more: two numbers for the vector unit
            assertThat(any.cycles() - one.cycles())
                    .isBetween(0L, device.startsWith("systolic") ? 1L : one.cycles() / 10);
        }
        assertThat(ModelSummary.of(Extents.of(ofAny, images)).macs())
                .isEqualTo(ModelSummary.of(ofOne).macs())
                .isEqualTo(3 * 9 * 4 * 16 + 4 * 9 * 5 * 64);
    }

    /// conv 3→4 3×3 stride 2, back to the image's height and width, conv 4→5 3×3.
    private static Graph resizing(Shape input) {
        Map<String, Tensor> weights = Map.of(
                "w1", Tensor.ofFloats(new long[] {4, 3, 3, 3}, ones(108)),
                "w2", Tensor.ofFloats(new long[] {5, 4, 3, 3}, ones(180)));
        List<Node> nodes = List.of(
                new Node("down", new Conv(1, Window.square(3, 2, 1)), List.of("image", "w1"), List.of("a")),
                new Node("leading", new ShapeOf(0, 2), List.of("a"), List.of("s1")),
                new Node("extent", new ShapeOf(2, 4), List.of("image"), List.of("s2")),
                new Node("sizes", new Concat(0), List.of("s1", "s2"), List.of("s")),
                new Node(
                        "up",
                        new Resize(Resize.Mode.LINEAR, Resize.Coordinates.HALF_PIXEL, Resize.Rounding.FLOOR),
                        List.of("a", "", "", "s"),
                        List.of("b")),
                new Node("body", new Conv(1, Window.square(3, 1, 1)), List.of("b", "w2"), List.of("y")));
        return new Graph(
                "resizing",
                List.of(new ValueInfo("image", ElementType.FLOAT, input)),
                List.of(new ValueInfo(
                        "y", ElementType.FLOAT, Shape.of(Dim.of("batch"), Dim.of(5), Dim.of("h"), Dim.of("w")))),
                nodes,
                weights,
                ModelHeader.of(18));
    }

    private static float[] ones(int count) {
        float[] ones = new float[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    @Test
    void withoutDataItsCostIsRefusedAndNotThatOfOnePixel() {
        Graph graph = OnnxFile.read(open);

        assertThatCode(() -> IngestWork.admit(graph, SPEC)).doesNotThrowAnyException();
        assertThatThrownBy(() -> IngestWork.plan(graph, SPEC))
                .isInstanceOf(PipelineException.Permanent.class)
                .hasMessageContaining("leaves the size of the images open");
        assertThatThrownBy(() -> MeasuredLatency.of(graph, 1, 1))
                .isInstanceOf(PipelineException.Permanent.class)
                .hasMessageContaining("leaves the size of the images open");
    }

    private LocalRun.Result run(byte[] model, String folder) {
        return new LocalRun(environment()).run(model, SPEC, directory.resolve(folder));
    }

    private EvaluationWork work() {
        return new EvaluationWork(environment());
    }

    private RunEnvironment environment() {
        return new RunEnvironment(directory, directory.resolve("cache"), Checkpoints.NONE, RunListener.NONE);
    }

    private static Graph withInput(Graph graph, Shape shape) {
        ValueInfo input = graph.inputs().getFirst();
        return new Graph(
                graph.name(),
                List.of(new ValueInfo(input.name(), input.type(), shape)),
                graph.outputs(),
                graph.nodes(),
                graph.initializers(),
                graph.values(),
                graph.header());
    }
}
