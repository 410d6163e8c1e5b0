package io.espalier.ingest;

import io.espalier.artifacts.OutcomeStore;
import io.espalier.contracts.ArtifactRef;
import io.espalier.contracts.BudgetSpec;
import io.espalier.contracts.Json;
import io.espalier.contracts.ModelSubmitted;
import io.espalier.contracts.PipelineEvent;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.RunId;
import io.espalier.contracts.RunSpec;
import io.espalier.contracts.Stage;
import io.espalier.contracts.StageFailed;
import io.espalier.contracts.SweepId;
import io.espalier.stage.EventPublisher;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// Makes one run of every budget of a submission but the first, which is the submission's own.
///
/// The events are a function of the submission and the stored source, ids included, so publishing them again with a
/// redelivery changes nothing: a stage finds the first outcome, and a consumer drops an id that it has seen.
final class SweepRuns {

    private final EventPublisher publisher;
    private final OutcomeStore outcomes;

    SweepRuns(EventPublisher publisher, OutcomeStore outcomes) {
        this.publisher = publisher;
        this.outcomes = outcomes;
    }

    /// The stored source, with the other runs of the sweep submitted on it; with a submission of one budget, only that.
    ///
    /// @param source fetches and stores it; if that fails for good, every run of the sweep has failed
    ArtifactRef expand(ModelSubmitted event, Instant now, Supplier<ArtifactRef> source) {
        try {
            ArtifactRef stored = source.get();
            others(event).forEach(run -> publisher.publish(submission(event, run, stored)));
            return stored;
        } catch (PipelineException.Permanent e) {
            others(event).forEach(run -> fail(SweepId.of(event.runId()).run(run), now, e));
            throw e;
        }
    }

    /// As the stage's worker does: the outcome is stored, the first one wins, and then it is published.
    private void fail(RunId run, Instant now, PipelineException cause) {
        StageFailed failed = new StageFailed(run, now, Stage.INGEST, cause.code(), String.valueOf(cause.getMessage()));
        byte[] first = outcomes.putIfAbsent(run + "/" + Stage.INGEST.label(), Json.write(failed));
        publisher.publish(Json.read(first, PipelineEvent.class));
    }

    /// Indices of the budgets but the first.
    private static List<Integer> others(ModelSubmitted event) {
        List<BudgetSpec> budgets = event.budgets();
        return budgets == null
                ? List.of()
                : IntStream.range(1, budgets.size()).boxed().toList();
    }

    static ModelSubmitted submission(ModelSubmitted event, int run, ArtifactRef source) {
        SweepId sweep = SweepId.of(event.runId());
        RunSpec spec = event.budgets() == null
                ? event.spec()
                : event.spec().with(event.budgets().get(run));
        return new ModelSubmitted(sweep.run(run), event.occurredAt(), source.uri(), source.sha256(), spec, null, sweep);
    }
}
