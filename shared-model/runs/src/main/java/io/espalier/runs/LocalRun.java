package io.espalier.runs;

import io.espalier.contracts.EvaluationReport;
import io.espalier.contracts.GateResult;
import io.espalier.contracts.Gates;
import io.espalier.contracts.Json;
import io.espalier.contracts.RunSpec;
import io.espalier.runs.export.BlockSidecar;
import io.espalier.runs.export.RunSummary;
import io.espalier.smart.training.Checkpoints;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// A whole run in one process: every stage after the other, no broker, no registry.
///
/// Leaves `model.onnx`, `mask.json`, `model.safetensors`, `report.json`, `report.md`, `latency.json` and `curves.jsonl`
/// in the output directory, whatever the gates say. None is ever half-written; the model comes last.
public final class LocalRun {

    private final RunEnvironment environment;
    private final SharedResults shared;

    /// @param environment its checkpoints are not used: a local run is not resumed
    public LocalRun(RunEnvironment environment) {
        this(environment, SharedResults.NONE);
    }

    /// @param environment its checkpoints are not used: a local run is not resumed
    /// @param shared      with other runs of the sweep
    public LocalRun(RunEnvironment environment, SharedResults shared) {
        this.environment = new RunEnvironment(
                environment.dataDirectory(), environment.cache(), Checkpoints.NONE, environment.listener());
        this.shared = shared;
    }

    /// @param report what was measured on `model.onnx`
    /// @param gates  every gate of the spec, judged
    /// @param written where the files are
    public record Result(EvaluationReport report, List<GateResult> gates, Written written) {}

    /// @param model   the pruned and fine-tuned ONNX file
    /// @param mask    which blocks were kept
    /// @param report  an [EvaluationReport] as JSON
    /// @param curves  JSON lines
    /// @param sidecar kept blocks alone, safetensors
    /// @param summary the report for people, Markdown
    /// @param latency every layer on every device of the spec, and what the file takes here:
    // [EvaluationWork#latencies]
    public record Written(Path model, Path mask, Path report, Path curves, Path sidecar, Path summary, Path latency) {

        static Written in(Path directory) {
            return new Written(
                    directory.resolve("model.onnx"),
                    directory.resolve("mask.json"),
                    directory.resolve("report.json"),
                    directory.resolve("curves.jsonl"),
                    directory.resolve("model.safetensors"),
                    directory.resolve("report.md"),
                    directory.resolve("latency.json"));
        }
    }

    /// @param model           bytes of an ONNX or TorchScript file
    /// @param outputDirectory made if it is not there
    /// @throws io.espalier.contracts.PipelineException.Permanent as the stages do
    /// @throws io.espalier.contracts.PipelineException.Transient `STORE_FULL`, `STORE_UNAVAILABLE` if the files
    ///     cannot be written
    public Result run(byte[] model, RunSpec spec, Path outputDirectory) {
        byte[] source = PushedModel.onnx(model, spec, environment);
        new IngestWork(environment).check(source, spec);
        PruningWork.Outcome pruned = new PruningWork(environment, shared).run(source, spec);
        FinetuningWork.Outcome tuned =
                new FinetuningWork(environment).run(pruned.pruned(), pruned.mask(), pruned.reference(), spec);
        EvaluationWork evaluation = new EvaluationWork(environment, shared);
        EvaluationReport report = evaluation.run(source, pruned.reference(), tuned.tuned(), spec);
        Written written = Written.in(outputDirectory);
        SequencedMap<Path, byte[]> files = new LinkedHashMap<>();
        files.put(written.mask(), pruned.mask().toJson());
        files.put(written.report(), Json.write(report));
        files.put(written.summary(), utf8(RunSummary.markdown(spec, report, tuned.tuned())));
        files.put(written.latency(), Json.write(evaluation.latencies(tuned.tuned(), spec)));
        files.put(written.curves(), Reference.join(pruned.curves(), tuned.curves()));
        files.put(written.sidecar(), BlockSidecar.of(tuned.tuned(), spec.prune()));
        files.put(written.model(), tuned.tuned());
        WholeFiles.write(outputDirectory, files);
        return new Result(report, Gates.judge(spec, report), written);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
