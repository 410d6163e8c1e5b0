package io.espalier.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.EvaluationReport;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.RunSpec;
import io.espalier.contracts.RunSpecReader;
import io.espalier.datasets.Batch;
import io.espalier.datasets.EvaluationBatches;
import io.espalier.datasets.ImageDataset;
import io.espalier.datasets.Prediction;
import io.espalier.onnx.Graph;
import io.espalier.onnx.OnnxFile;
import io.espalier.onnx.TrainingForm;
import io.espalier.smart.training.Checkpoints;
import io.espalier.smart.training.RandomWeights;
import io.espalier.smart.training.RunListener;
import io.espalier.trainable.TrainableGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A whole run of each task that is not classification, on drawn scenes: exact budget, and the measured file is the
/// trained graph.
final class TasksTest {

    /// Float32 sums in another order.
    private static final double TOLERANCE = 1e-4;

    @TempDir
    static Path directory;

    @BeforeAll
    static void draw() throws IOException {
        Scenes.write(directory, 12);
    }

    @ParameterizedTest
    @CsvSource({
        "semantic-segmentation, mask-folder, masks, miou",
        "object-detection, coco, boxes, map",
        "regression, mask-folder, masks, r2"
    })
    void aRunMeetsItsBudgetAndMeasuresItsFile(String task, String format, String data, String metric)
            throws IOException {
        // Given
        byte[] source = task.equals("object-detection") ? Scenes.detector() : Scenes.segmenter();
        RunSpec spec = spec(task, format, data, "");

        // When
        LocalRun.Result result = new LocalRun(environment()).run(source, spec, directory.resolve(task));

        // Then: of body.weight's 2 × 1 blocks a tap, nine taps
        EvaluationReport report = result.report();
        assertThat(report.metric()).isEqualTo(metric);
        assertThat(report.metrics()).containsEntry(metric, report.accuracy());
        assertThat(report.budget().blocks()).isEqualTo(18);
        assertThat(report.budget().isExact()).isTrue();
        assertThat(report.budget().removedBlocks()).isEqualTo(9);
        assertThat(report.images()).isEqualTo(12);
        if (task.equals("regression")) {
            assertThat(report.sourceAccuracy()).isEqualTo(1);
        }
        assertThat(Files.readString(result.written().curves())).contains("\"validation-" + metric + "\":");
        requireSameOutputs(Files.readAllBytes(result.written().model()), spec);
    }

    @ParameterizedTest
    @CsvSource({"semantic-segmentation, mask-folder, masks, miou", "object-detection, coco, boxes, map-50"})
    void trainingFromRandomWeightsLearns(String task, String format, String data, String metric) {
        byte[] source = task.equals("object-detection") ? Scenes.detector() : Scenes.segmenter();
        RunSpec spec = spec(task, format, data, "epochs: 30, ");
        LocalTraining training = new LocalTraining(environment(), directory.resolve("states-" + task));

        LocalTraining.Report report =
                training.run(source, spec, TrainingWork.Initial.RANDOM, directory.resolve(task + ".onnx"));

        assertThat(report.metrics().get(metric)).isGreaterThan(0.4);
        assertThat(directory.resolve("states-" + task)).doesNotExist();
    }

    /// Lin et al., arXiv:1708.02002, section 3.3: a point is an object with probability 0.01 at first.
    @Test
    void randomScoresStartLow() {
        Graph drawn = RandomWeights.of(TrainingForm.of(OnnxFile.read(Scenes.detector())), 1);

        assertThat(drawn.constant("class.bias").orElseThrow().floats()).containsOnly((float) -Math.log(99));
        assertThat(drawn.constant("box.bias").orElseThrow().floats()).containsOnly(0);
        assertThat(drawn.constant("anchors").orElseThrow().floats()[0]).isEqualTo(-2);
    }

    /// A detector has no logits of classes, a segmenter none of boxes.
    @Test
    void modelsOfAnotherTaskAreToldWhatIsMissing() {
        refused(Scenes.segmenter(), spec("object-detection", "coco", "boxes", ""), ErrorCode.MODEL_INVALID, "'scores'");
        refused(
                Scenes.detector(),
                spec("semantic-segmentation", "mask-folder", "masks", ""),
                ErrorCode.MODEL_INVALID,
                "(batch, classes, h, w)");
        refused(
                Scenes.segmenter(),
                RunSpecReader.read("{model: m, data: {uri: masks}}"),
                ErrorCode.MODEL_INVALID,
                "set task to what the model does");
    }

    /// Sixteen rows of scores beside thirty-two of boxes.
    @Test
    void everyBoxHasItsScores() {
        refused(
                Scenes.unevenDetector(),
                spec("object-detection", "coco", "boxes", ""),
                ErrorCode.MODEL_INVALID,
                "must have as many points on axis 1");
    }

    @Test
    void theReferenceOfARegressionIsItsSource() {
        List<Double> measured = new ArrayList<>();
        RunListener listener = progress -> {
            Double accuracy = progress.metrics().get("accuracy");
            if (progress.phase().equals("accuracy") && accuracy != null) {
                measured.add(accuracy);
            }
        };
        RunEnvironment environment =
                new RunEnvironment(directory, directory.resolve("cache"), Checkpoints.NONE, listener);
        RunSpec spec = spec("regression", "mask-folder", "masks", "epochs: 1, ");

        PruningWork.Outcome outcome = new PruningWork(environment).run(Scenes.segmenter(), spec);

        assertThat(outcome.reference()).isEqualTo(Scenes.segmenter());
        assertThat(measured).as("soft and hard, no contest of the control").hasSize(2);
    }

    @Test
    void classWeightsAreOneAClass() {
        refused(
                Scenes.segmenter(),
                spec("semantic-segmentation", "mask-folder", "masks", "loss: {class-weights: [1, 2]}, "),
                ErrorCode.SPEC_INVALID,
                "control.loss.class-weights must have one number a class, 3");
    }

    @Test
    void aRegressionIsTaughtByItsSource() {
        refused(
                Scenes.segmenter(),
                spec("regression", "mask-folder", "masks", "loss: {labels: 1, distillation: 0}, "),
                ErrorCode.SPEC_INVALID,
                "control.loss.distillation must be above 0");
    }

    private static void refused(byte[] model, RunSpec spec, ErrorCode code, String said) {
        assertThatThrownBy(() -> new IngestWork(environment()).check(model, spec))
                .isInstanceOfSatisfying(PipelineException.Permanent.class, e -> assertThat(e.code())
                        .isEqualTo(code))
                .hasMessageContaining(said);
    }

    /// ONNX Runtime's outputs of the file are those of the training graph, on every validation image.
    private static void requireSameOutputs(byte[] model, RunSpec spec) {
        try (ImageDataset images = environment().openValidation(spec);
                OnnxNetwork network = OnnxNetwork.open(model, 1);
                TrainableGraph graph = TrainableGraph.compile(TrainingForm.of(OnnxFile.read(model)), List.of(), 1)) {
            for (Batch batch : new EvaluationBatches(images, spec.data().preprocessing(), 5)) {
                List<Prediction> served = network.predictions(batch);
                List<Prediction> trained = graph.predictions(batch);
                for (int o = 0; o < served.size(); o++) {
                    assertThat(served.get(o).output()).isEqualTo(trained.get(o).output());
                    for (int i = 0; i < served.get(o).values().length; i++) {
                        double value = trained.get(o).values()[i];
                        assertThat((double) served.get(o).values()[i])
                                .isCloseTo(value, within(TOLERANCE * Math.max(1, Math.abs(value))));
                    }
                }
            }
        }
    }

    private static RunEnvironment environment() {
        return new RunEnvironment(directory, directory.resolve("cache"), Checkpoints.NONE, RunListener.NONE);
    }

    private static RunSpec spec(String task, String format, String data, String control) {
        return RunSpecReader.read(
                """
                model: scenes
                task: %s
                data: {uri: %s, format: %s, validation: val, augment: {crop-padding-pixels: 0, scale: [1.0, 1.0], color-jitter: 0.0}}
                control: {%sbatch-size: 4}
                prune: {epochs: 2, exclude: [first], kernels: spatial}
                finetune: {epochs: 2}
                training: {optimizer: adam, batch-size: 6, learning-rate: 0.02}
                reproducibility: {seed: 5, threads: 1}
                """.formatted(task, data, format, control.contains("epochs") ? control : "epochs: 1, " + control));
    }
}
