package io.espalier.runs;

import io.espalier.contracts.EvaluationReport;
import io.espalier.contracts.GateResult;
import io.espalier.contracts.Gates;
import io.espalier.contracts.Json;
import io.espalier.contracts.RunSpec;
import io.espalier.smart.training.Checkpoints;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// A whole run in one process: every stage after the other, no broker, no registry.
///
/// Leaves `model.onnx`, `mask.json`, `report.json` and `curves.jsonl` in the output directory, whatever the
/// gates say. None is ever half-written; the model comes last.
public final class LocalRun {

    private final RunEnvironment environment;

    /// @param environment its checkpoints are not used: a local run is not resumed
    public LocalRun(RunEnvironment environment) {
        this.environment = new RunEnvironment(
                environment.dataDirectory(), environment.cache(), Checkpoints.NONE, environment.listener());
    }

    /// @param report what was measured on `model.onnx`
    /// @param gates  every gate of the spec, judged
    /// @param written where the files are
    public record Result(EvaluationReport report, List<GateResult> gates, Written written) {}

    /// @param model  the pruned and fine-tuned ONNX file
    /// @param mask   which blocks were kept
    /// @param report an [EvaluationReport] as JSON
    /// @param curves JSON lines
    public record Written(Path model, Path mask, Path report, Path curves) {}

    /// @param model           bytes of an ONNX or TorchScript file
    /// @param outputDirectory made if it is not there
    /// @throws io.espalier.contracts.PipelineException.Permanent as the stages do
    /// @throws io.espalier.contracts.PipelineException.Transient `STORE_FULL`, `STORE_UNAVAILABLE` if the files
    ///     cannot be written
    public Result run(byte[] model, RunSpec spec, Path outputDirectory) {
        byte[] source = PushedModel.onnx(model, spec, environment);
        new IngestWork(environment).check(source, spec);
        PruningWork.Outcome pruned = new PruningWork(environment).run(source, spec);
        FinetuningWork.Outcome tuned =
                new FinetuningWork(environment).run(pruned.pruned(), pruned.mask(), pruned.reference(), spec);
        EvaluationReport report = new EvaluationWork(environment).run(source, pruned.reference(), tuned.tuned(), spec);
        byte[] curves = Reference.join(pruned.curves(), tuned.curves());
        Written written = write(outputDirectory, tuned.tuned(), pruned.mask().toJson(), Json.write(report), curves);
        return new Result(report, Gates.judge(spec, report), written);
    }

    private static Written write(Path directory, byte[] model, byte[] mask, byte[] report, byte[] curves) {
        Written written = new Written(
                directory.resolve("model.onnx"),
                directory.resolve("mask.json"),
                directory.resolve("report.json"),
                directory.resolve("curves.jsonl"));
        SequencedMap<Path, byte[]> files = new LinkedHashMap<>();
        files.put(written.mask(), mask);
        files.put(written.report(), report);
        files.put(written.curves(), curves);
        files.put(written.model(), model);
        WholeFiles.write(directory, files);
        return written;
    }
}
