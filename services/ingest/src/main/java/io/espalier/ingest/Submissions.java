package io.espalier.ingest;

import io.espalier.artifacts.OutcomeStore;
import io.espalier.artifacts.Storage;
import io.espalier.contracts.ArtifactRef;
import io.espalier.contracts.BudgetSpec;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.Json;
import io.espalier.contracts.MediaTypes;
import io.espalier.contracts.ModelIngested;
import io.espalier.contracts.ModelSubmitted;
import io.espalier.contracts.PipelineEvent;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.RunId;
import io.espalier.contracts.RunSpec;
import io.espalier.contracts.RunSpecReader;
import io.espalier.contracts.Stage;
import io.espalier.contracts.StageFailed;
import io.espalier.contracts.SweepId;
import io.espalier.onnx.Graph;
import io.espalier.onnx.OnnxFile;
import io.espalier.runs.IngestWork;
import io.espalier.stage.EventPublisher;
import io.espalier.torchscript.TorchScriptFile;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Models handed in over REST: checked, stored, and announced on `registry.submissions` like anybody else's.
@ApplicationScoped
class Submissions {

    /// The `source` half of a run's identity; the idempotency key is the other.
    private static final String SOURCE = "/espalier/ingest/submissions";

    private final Storage storage;
    private final EventPublisher publisher;
    private final InstantSource clock;

    Submissions(Storage storage, EventPublisher publisher, InstantSource clock) {
        this.storage = storage;
        this.publisher = publisher;
        this.clock = clock;
    }

    /// Accepts a model: its bytes are stored and the broker has the event when this returns.
    ///
    /// A list of budgets is a run for each; their ids are known at once, ingest makes the runs.
    ///
    /// @param model          the uploaded file
    /// @param spec           run spec, YAML or JSON
    /// @param idempotencyKey the same key again is the same run, and nothing happens twice
    /// @return the run, or the runs of the sweep in the order of its budgets
    /// @throws PipelineException.Permanent `SPEC_INVALID`, `MODEL_NOT_ONNX`, `MODEL_INVALID`,
    ///     `OPERATOR_UNSUPPORTED`, `BUDGET_UNREACHABLE`, `DEVICE_UNKNOWN`; `REQUEST_INVALID` if the key stands
    ///     for another model or spec
    List<RunId> accept(Path model, String spec, String idempotencyKey) {
        List<RunSpec> specs = RunSpecReader.readSweep(spec);
        if (!TorchScriptFile.isTorchScript(model)) { // that one needs the images' extent: ingest refuses it later
            Graph graph = OnnxFile.read(model);
            specs.forEach(complete -> IngestWork.admit(graph, complete));
        }
        ArtifactRef stored = storage.artifacts().put(model, MediaTypes.ONNX);
        RunId run = RunId.ofSubmission(SOURCE, idempotencyKey);
        ModelSubmitted submitted = new ModelSubmitted(
                run, clock.instant(), stored.uri(), stored.sha256(), specs.getFirst(), budgets(specs), null);
        ModelSubmitted first = Json.read(
                storage.outcomes().putIfAbsent(submissionOf(run), Json.write(submitted)), ModelSubmitted.class);
        requireSame(first, submitted, idempotencyKey);
        publisher.publish(first);
        return IntStream.range(0, specs.size())
                .mapToObj(index -> SweepId.of(run).run(index))
                .toList();
    }

    private static @Nullable List<BudgetSpec> budgets(List<RunSpec> specs) {
        return specs.size() == 1
                ? null
                : specs.stream().map(spec -> spec.prune().budget()).toList();
    }

    private static void requireSame(ModelSubmitted first, ModelSubmitted repeated, String idempotencyKey) {
        if (!Objects.equals(first.sha256(), repeated.sha256())
                || !first.spec().equals(repeated.spec())
                || !Objects.equals(first.budgets(), repeated.budgets())) {
            throw new PipelineException.Permanent(
                    ErrorCode.REQUEST_INVALID,
                    "Idempotency-Key '" + idempotencyKey + "' already stands for run " + first.runId()
                            + " with another model or spec");
        }
    }

    /// @throws PipelineException.Permanent `RUN_NOT_FOUND` if nothing is known of the run here
    SubmissionStatus status(RunId run) {
        OutcomeStore outcomes = storage.outcomes();
        Optional<byte[]> outcome = outcomes.find(run + "/" + Stage.INGEST.label());
        if (outcome.isPresent()) {
            return status(run, Json.read(outcome.get(), PipelineEvent.class));
        }
        if (outcomes.find(submissionOf(run)).isPresent()) {
            return SubmissionStatus.accepted(run);
        }
        throw new PipelineException.Permanent(ErrorCode.RUN_NOT_FOUND, "no submission has made run " + run);
    }

    private static SubmissionStatus status(RunId run, PipelineEvent outcome) {
        return switch (outcome) {
            case ModelIngested ingested -> SubmissionStatus.ingested(ingested);
            case StageFailed failed -> SubmissionStatus.failed(failed);
            default -> throw new IllegalStateException("ingest of " + run + " ended in " + outcome.type());
        };
    }

    private static String submissionOf(RunId run) {
        return run + "/submission";
    }
}
