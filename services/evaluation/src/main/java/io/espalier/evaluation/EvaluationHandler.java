package io.espalier.evaluation;

import io.espalier.artifacts.ArtifactStore;
import io.espalier.contracts.EvaluationReport;
import io.espalier.contracts.Exports;
import io.espalier.contracts.Json;
import io.espalier.contracts.MediaTypes;
import io.espalier.contracts.ModelEvaluated;
import io.espalier.contracts.ModelFinetuned;
import io.espalier.contracts.RunSpec;
import io.espalier.runs.EvaluationWork;
import io.espalier.runs.SharedResults;
import io.espalier.runs.export.BlockSidecar;
import io.espalier.runs.export.RunSummary;
import io.espalier.runs.latency.EstimateReport;
import io.espalier.service.StageEnvironments;
import io.espalier.stage.StageContext;
import io.espalier.stage.StageHandler;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

/// Accuracy in ONNX Runtime, latency and weight bytes on the device, and the budget recounted; exports of the same
/// bytes.
@ApplicationScoped
class EvaluationHandler implements StageHandler<ModelFinetuned> {

    private final ArtifactStore artifacts;
    private final StageEnvironments environments;
    private final InstantSource clock;

    EvaluationHandler(ArtifactStore artifacts, StageEnvironments environments, InstantSource clock) {
        this.artifacts = artifacts;
        this.environments = environments;
        this.clock = clock;
    }

    @Override
    public ModelEvaluated handle(ModelFinetuned event, StageContext context) {
        RunSpec spec = event.spec();
        SharedResults shared = environments.shared(event.sweep());
        byte[] source = artifacts.read(event.source());
        byte[] reference = artifacts.read(event.reference());
        byte[] model = artifacts.read(event.tuned());
        PassProgress progress = new PassProgress(context, EvaluationWork.passes(shared, source, reference));
        EvaluationWork work = new EvaluationWork(environments.of(context, progress), shared);
        EvaluationReport report = work.run(source, reference, model, spec);
        return new ModelEvaluated(
                event.runId(),
                clock.instant(),
                spec,
                event.source(),
                event.tuned(),
                event.mask(),
                report,
                exports(spec, report, work.latencies(model, spec), model));
    }

    private Exports exports(RunSpec spec, EvaluationReport report, EstimateReport latencies, byte[] model) {
        String summary = RunSummary.markdown(spec, report, model);
        return new Exports(
                artifacts.put(BlockSidecar.of(model, spec.prune()), MediaTypes.SIDECAR),
                artifacts.put(Json.write(report), MediaTypes.REPORT),
                artifacts.put(summary.getBytes(StandardCharsets.UTF_8), MediaTypes.SUMMARY),
                artifacts.put(Json.write(latencies), MediaTypes.LATENCY));
    }
}
