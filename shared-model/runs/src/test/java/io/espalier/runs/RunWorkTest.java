package io.espalier.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.contracts.BudgetSpec;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.EvaluationReport;
import io.espalier.contracts.GateResult;
import io.espalier.contracts.Json;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.RunSpec;
import io.espalier.contracts.RunSpecReader;
import io.espalier.onnx.Dim;
import io.espalier.onnx.Graph;
import io.espalier.onnx.OnnxFile;
import io.espalier.onnx.Shape;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.ValueInfo;
import io.espalier.runs.export.BlockSidecar;
import io.espalier.smart.Mask;
import io.espalier.smart.training.Checkpoints;
import io.espalier.smart.training.RunListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The stages on a data set and a network that take seconds: what is written, what is refused, what a kill changes.
final class RunWorkTest {

    @TempDir
    static Path directory;

    private final byte[] source = Dots.model(Dots.CLASSES);

    @BeforeAll
    static void writeImages() throws IOException {
        Dots.write(directory.resolve("dots"), 24);
    }

    @Test
    void aLocalRunLeavesAModelThatMeetsItsBudget() throws IOException {
        // When
        LocalRun.Result result =
                new LocalRun(environment(Checkpoints.NONE)).run(source, spec(""), directory.resolve("out"));

        // Then: of 2 × 1 × 9 blocks of `body.weight` 9 stay
        EvaluationReport report = result.report();
        assertThat(report.budget().blocks()).isEqualTo(18);
        assertThat(report.budget().removedBlocks()).isEqualTo(9);
        assertThat(zeros(Files.readAllBytes(result.written().model())))
                .isEqualTo(report.budget().zeroWeights());
        assertThat(result.gates()).extracting(GateResult::gate).containsExactly("budget", "min-accuracy");
        assertThat(result.gates()).allMatch(GateResult::passed);
        assertThat(Json.read(Files.readAllBytes(result.written().report()), EvaluationReport.class))
                .isEqualTo(report);
        assertThat(Mask.read(Files.readAllBytes(result.written().mask())).kept())
                .isEqualTo(9);
        assertThat(Files.readAllLines(result.written().curves()))
                .hasSize(
                        4 * 6 + 4) // steps, and a row a validation pass: two of control, one each of prune and finetune
                .allMatch(line -> line.startsWith("{\"phase\":"));
    }

    @Test
    void aLocalRunLeavesItsBlocksAndAReportForPeople() throws IOException {
        LocalRun.Written written = new LocalRun(environment(Checkpoints.NONE))
                .run(source, spec(""), directory.resolve("exports"))
                .written();

        Map<String, Tensor> dense = BlockSidecar.read(Files.readAllBytes(written.sidecar()));
        Map<String, Tensor> model =
                OnnxFile.read(Files.readAllBytes(written.model())).initializers();
        assertThat(raw(dense)).isEqualTo(raw(model));
        assertThat(Files.readString(written.summary()))
                .contains("# dots", "budget block-sparsity 0.5", "seed 5", "| top-1 on 72 images |")
                .contains("- blocks: 9 of 18 removed (asked for 9)", "| budget | 9 | 9 | passed |")
                .containsPattern("body {2}█{15}░{15} {3}50\\.0 % {2}9 of 18")
                .contains("- ONNX Runtime 1.");
    }

    /// What does not depend on the budget is found out once; the bytes are those of runs on their own.
    @Test
    void runsOfASweepShareTheirControlAndItsMeasurement() {
        // Given
        RunSpec half = spec("");
        RunSpec third = half.with(new BudgetSpec(1.0 / 3));
        Counted phases = new Counted();
        RunEnvironment listened = new RunEnvironment(directory, directory.resolve("cache"), Checkpoints.NONE, phases);
        LocalRun sweep = new LocalRun(listened, SharedResults.inMemory());

        // When
        LocalRun.Result first = sweep.run(source, half, directory.resolve("half"));
        long control = phases.of("control");
        long measured = phases.of("accuracy");
        LocalRun.Result second = sweep.run(source, third, directory.resolve("third"));

        // Then
        assertThat(control).isPositive();
        assertThat(phases.of("control")).isEqualTo(control);
        assertThat(second.report().sourceAccuracy()).isEqualTo(first.report().sourceAccuracy());
        long ofSecond = phases.of("accuracy") - measured;
        LocalRun.Result alone = new LocalRun(listened).run(source, third, directory.resolve("alone"));
        assertThat(second.written().model())
                .hasSameBinaryContentAs(alone.written().model());
        assertThat(second.written().curves())
                .hasSameBinaryContentAs(alone.written().curves());
        assertThat(second.report()).isEqualTo(alone.report());
        assertThat(phases.of("control")).isEqualTo(2 * control);
        assertThat(phases.of("accuracy") - measured - ofSecond - ofSecond)
                .as("passes over source and reference, when the control is judged and when the result is")
                .isBetween(3L, 4L);
    }

    private static final class Counted implements RunListener {

        private final Map<String, Long> finished = new HashMap<>();

        @Override
        public void progressed(Progress progress) {
            if (progress.done() == progress.total()) {
                finished.merge(progress.phase(), 1L, Long::sum);
            }
        }

        long of(String phase) {
            return finished.getOrDefault(phase, 0L);
        }
    }

    @Test
    void theReportAddsUp() {
        PruningWork.Outcome pruned = new PruningWork(environment(Checkpoints.NONE)).run(source, spec(""));
        EvaluationReport report = new EvaluationWork(environment(Checkpoints.NONE))
                .run(source, pruned.reference(), pruned.pruned(), spec(""));

        assertThat(report.images()).isEqualTo(72);
        assertThat(report.accuracy()).isCloseTo(pruned.hardAccuracy(), within(1e-9));
        assertThat(report.layers().stream()
                        .mapToLong(EvaluationReport.LayerCost::cycles)
                        .sum())
                .isEqualTo(report.latency().cycles());
        assertThat(report.layers())
                .filteredOn(layer -> layer.name().equals("body"))
                .singleElement()
                .satisfies(layer -> {
                    assertThat(layer.blockSparsity()).isEqualTo(0.5);
                    assertThat(layer.macs()).isEqualTo(12 * 8 * 9 * 64);
                });
        assertThat(report.fileSizeBytes()).isEqualTo(pruned.pruned().length);
        assertThat(report.referenceAccuracy()).isGreaterThanOrEqualTo(report.sourceAccuracy());
    }

    /// The stage has 12 steps of control and 6 of pruning; a kill during either changes nothing.
    @ParameterizedTest
    @ValueSource(ints = {3, 12, 13, 18})
    void aKilledPruningStageEndsWithTheSameBytes(int killedAfter) {
        PruningWork.Outcome undisturbed = new PruningWork(environment(Checkpoints.NONE)).run(source, spec(""));
        KillSwitch first = new KillSwitch(null, killedAfter);
        assertThatThrownBy(() -> new PruningWork(environment(first)).run(source, spec("")))
                .isInstanceOf(KillSwitch.Killed.class);

        PruningWork.Outcome resumed =
                new PruningWork(environment(new KillSwitch(first.state, -1))).run(source, spec(""));

        assertThat(resumed.pruned()).isEqualTo(undisturbed.pruned());
        assertThat(resumed.reference()).isEqualTo(undisturbed.reference());
        assertThat(resumed.curves()).isEqualTo(undisturbed.curves());
        assertThat(resumed.mask()).isEqualTo(undisturbed.mask());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "device: abacus | DEVICE_UNKNOWN | systolic",
                "prune: {budget: {block-sparsity: 0.99}} | BUDGET_UNREACHABLE | reachable: 0 to",
                "data: {uri: elsewhere} | DATASET_NOT_FOUND | elsewhere",
                "data: {uri: dots, preprocessing: {mean: [0], std: [1]}} | SPEC_INVALID | one number per channel",
                "prune: {exclude: [stemm]} | SPEC_INVALID | stemm",
            })
    void refusesRunsThatCannotSucceed(String change, ErrorCode code, String said) {
        IngestWork ingest = new IngestWork(environment(Checkpoints.NONE));
        assertThatThrownBy(() -> ingest.check(source, spec(change)))
                .isInstanceOfSatisfying(PipelineException.Permanent.class, e -> assertThat(e.code())
                        .isEqualTo(code))
                .hasMessageContaining(said);
    }

    @Test
    void refusesModelsThatDoNotFitTheData() {
        IngestWork ingest = new IngestWork(environment(Checkpoints.NONE));
        assertThatThrownBy(() -> ingest.check(Dots.model(7), spec("")))
                .hasMessageContaining("logits (batch, 7)")
                .hasMessageContaining("3 classes");
        assertThat(ingest.check(source, spec(""))).isEqualTo(new IngestWork.Checked(18, 9, 72, 72));
    }

    @Test
    void aModelOfOneBatchSizeIsAtFaultItself() {
        Graph graph = OnnxFile.read(source);
        ValueInfo image = graph.inputs().getFirst();
        Shape fixed = Shape.of(Dim.of(1), Dim.of(3), Dim.of(Dots.EXTENT), Dim.of(Dots.EXTENT));
        Graph single = new Graph(
                graph.name(),
                List.of(new ValueInfo(image.name(), image.type(), fixed)),
                graph.outputs(),
                graph.nodes(),
                graph.initializers(),
                graph.header());

        assertThatThrownBy(() -> IngestWork.plan(single, spec("")))
                .isInstanceOfSatisfying(PipelineException.Permanent.class, e -> assertThat(e.code())
                        .isEqualTo(ErrorCode.MODEL_INVALID))
                .hasMessageContaining("'image'")
                .hasMessageContaining("export with a dynamic batch dimension");
    }

    private static RunEnvironment environment(Checkpoints checkpoints) {
        return new RunEnvironment(directory, directory.resolve("cache"), checkpoints, RunListener.NONE);
    }

    private static Map<String, ByteBuffer> raw(Map<String, Tensor> parameters) {
        Map<String, ByteBuffer> raw = new HashMap<>();
        parameters.forEach((name, tensor) -> raw.put(name, tensor.raw()));
        return raw;
    }

    private static long zeros(byte[] model) {
        Graph graph = OnnxFile.read(model);
        Tensor weight = graph.constant("body.weight").orElseThrow();
        long zeros = 0;
        for (float value : weight.floats()) {
            zeros += value == 0 ? 1 : 0;
        }
        return zeros;
    }

    private static RunSpec spec(String change) {
        String spec = """
                model: dots
                data: {uri: dots}
                control: {epochs: 2}
                prune: {epochs: 1}
                finetune: {epochs: 1}
                training: {batch-size: 12}
                gates: {min-accuracy: 0.2}
                reproducibility: {seed: 5, threads: 1}
                """;
        String key = change.contains(":") ? change.substring(0, change.indexOf(':') + 1) : "-";
        return RunSpecReader.read(
                spec.lines().filter(line -> !line.startsWith(key)).reduce("", (a, b) -> a + b + "\n") + change);
    }

    /// Keeps the newest state, and pulls the plug when a chosen step is saved.
    private static final class KillSwitch implements Checkpoints {

        private final long lastStep;
        private byte @Nullable [] state;

        KillSwitch(byte @Nullable [] earlier, long lastStep) {
            this.state = earlier;
            this.lastStep = lastStep;
        }

        static final class Killed extends RuntimeException {
            private static final long serialVersionUID = 1L;
        }

        @Override
        public Optional<byte[]> newest() {
            return Optional.ofNullable(state);
        }

        @Override
        public boolean isDue() {
            return true;
        }

        @Override
        public void save(long step, byte[] saved) {
            state = saved;
            if (step == lastStep) {
                throw new Killed();
            }
        }
    }
}
