package io.espalier.ingest;

import io.espalier.artifacts.OutcomeStore;
import io.espalier.contracts.ArtifactRef;
import io.espalier.contracts.BudgetSpec;
import io.espalier.contracts.Json;
import io.espalier.contracts.ModelSubmitted;
import io.espalier.contracts.RunId;
import io.espalier.contracts.RunSpec;
import io.espalier.contracts.SweepId;
import io.espalier.stage.EventPublisher;
import java.util.List;
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

    /// Submits the other runs on the source that the first one's ingest has stored.
    void expand(ModelSubmitted event, ArtifactRef source) {
        others(event).forEach(run -> publisher.publish(submission(event, run, source)));
        if (!others(event).isEmpty()) {
            outcomes.putIfAbsent(expansionOf(event), Json.write(source));
        }
    }

    /// The other runs while nobody works on them: they end with the first.
    List<RunId> waiting(ModelSubmitted event) {
        return others(event).isEmpty() || outcomes.find(expansionOf(event)).isPresent()
                ? List.of()
                : others(event).stream().map(SweepId.of(event.runId())::run).toList();
    }

    private static String expansionOf(ModelSubmitted event) {
        return event.runId() + "/sweep";
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
