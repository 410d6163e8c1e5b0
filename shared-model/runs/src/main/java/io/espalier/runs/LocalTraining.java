package io.espalier.runs;

import io.espalier.contracts.Json;
import io.espalier.contracts.RunSpec;
import io.espalier.contracts.Sha256;
import io.espalier.contracts.Task;
import io.espalier.datasets.ImageDataset;
import io.espalier.metrics.Scores;
import io.espalier.trainable.Memory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/// Dense training in one process: reads bytes, leaves an ONNX file and the curves of its training, and can be stopped
/// and started again.
public final class LocalTraining {

    private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(30);
    private static final double MIB = 1 << 20;
    private static final int NAME_DIGITS = 16;

    private final RunEnvironment environment;
    private final Path checkpoints;

    /// @param environment its checkpoints are not used
    /// @param checkpoints folder for the states of unfinished training; removed at the end
    public LocalTraining(RunEnvironment environment, Path checkpoints) {
        this.environment = environment;
        this.checkpoints = checkpoints;
    }

    /// What came out.
    ///
    /// @param task       of the spec
    /// @param initial    where training started
    /// @param epochs     trained
    /// @param images     validation images
    /// @param metric     name of the task's metric
    /// @param accuracy   value of that metric, measured on `model` in ONNX Runtime
    /// @param metrics    everything measured, by name
    /// @param seconds    of wall clock, of this process
    /// @param peakRssMib largest resident set since training began, 2²⁰ bytes
    /// @param sha256     of `model`
    /// @param model      the ONNX file
    /// @param curves     JSON lines
    public record Report(
            Task task,
            TrainingWork.Initial initial,
            int epochs,
            int images,
            String metric,
            double accuracy,
            Map<String, Double> metrics,
            double seconds,
            double peakRssMib,
            String sha256,
            Path model,
            Path curves) {}

    /// Goes on from the newest state of the same model, spec, images and start, to the same bytes as without
    /// an interruption.
    ///
    /// @param source bytes of an ONNX file
    /// @param output where the trained file goes; the curves go beside it, `.curves.jsonl` appended
    /// @throws io.espalier.contracts.PipelineException.Permanent as [TrainingWork#run]
    /// @throws io.espalier.contracts.PipelineException.Transient `STORE_FULL`, `STORE_UNAVAILABLE`
    public Report run(byte[] source, RunSpec spec, TrainingWork.Initial initial, Path output) {
        long started = System.nanoTime();
        DirectoryCheckpoints states =
                new DirectoryCheckpoints(checkpoints, name(source, spec, initial), CHECKPOINT_INTERVAL);
        TrainingWork.Outcome outcome = new TrainingWork(environment.with(states)).run(source, spec, initial);
        Path curves = output.resolveSibling(output.getFileName() + ".curves.jsonl");
        SequencedMap<Path, byte[]> files = new LinkedHashMap<>();
        files.put(curves, outcome.curves());
        files.put(output, outcome.model());
        WholeFiles.write(output.toAbsolutePath().resolveSibling(""), files);
        states.clear();
        Scores scores = outcome.scores();
        return new Report(
                spec.task(),
                initial,
                spec.control().epochs(),
                outcome.images(),
                scores.primary(),
                scores.value(),
                scores.values(),
                (System.nanoTime() - started) / 1e9,
                Memory.peakResidentBytes() / MIB,
                Sha256.hex(outcome.model()),
                output,
                curves);
    }

    /// States of another model, spec, images or start are not gone on from: a file may have changed where it lies.
    private String name(byte[] source, RunSpec spec, TrainingWork.Initial initial) {
        String all = Sha256.hex(source) + Sha256.hex(Json.write(spec)) + initial + images(spec);
        return "train-" + Sha256.hex(all.getBytes(StandardCharsets.UTF_8)).substring(0, NAME_DIGITS);
    }

    /// Digests of both splits.
    private String images(RunSpec spec) {
        try (ImageDataset train = environment.openTrain(spec);
                ImageDataset validation = environment.openValidation(spec)) {
            return train.digest() + validation.digest();
        }
    }
}
