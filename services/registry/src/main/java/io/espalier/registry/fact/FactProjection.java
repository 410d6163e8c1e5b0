package io.espalier.registry.fact;

import io.espalier.contracts.BudgetSpec;
import io.espalier.contracts.ModelEvaluated;
import io.espalier.contracts.ModelFinetuned;
import io.espalier.contracts.ModelIngested;
import io.espalier.contracts.ModelPromoted;
import io.espalier.contracts.ModelPruned;
import io.espalier.contracts.ModelRejected;
import io.espalier.contracts.ModelSubmitted;
import io.espalier.contracts.PipelineEvent;
import io.espalier.contracts.RunId;
import io.espalier.contracts.Stage;
import io.espalier.contracts.StageFailed;
import io.espalier.contracts.StageProgressed;
import io.espalier.contracts.SweepId;
import io.espalier.contracts.view.RunStatus;
import io.espalier.registry.live.RunChanges;
import io.espalier.registry.model.Decision;
import io.espalier.registry.model.Promotion;
import io.espalier.registry.outbox.Outbox;
import io.espalier.registry.run.Curves;
import io.espalier.registry.run.Run;
import io.espalier.registry.run.Runs;
import io.espalier.registry.run.StageStates;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/// Applies one fact to the registry's rows, in one transaction with the memory of having seen it and with the outbox.
///
/// Facts may come twice, and in any order between topics; the rows end the same.
@ApplicationScoped
public class FactProjection {

    private final SeenFacts seen;
    private final Runs runs;
    private final StageStates stages;
    private final Curves curves;
    private final Promotion promotion;
    private final Outbox outbox;
    private final RunChanges changes;
    private final InstantSource clock;

    FactProjection(
            SeenFacts seen,
            Runs runs,
            StageStates stages,
            Curves curves,
            Promotion promotion,
            Outbox outbox,
            RunChanges changes,
            InstantSource clock) {
        this.seen = seen;
        this.runs = runs;
        this.stages = stages;
        this.curves = curves;
        this.promotion = promotion;
        this.outbox = outbox;
        this.changes = changes;
        this.clock = clock;
    }

    @Transactional
    public void accept(PipelineEvent event) {
        switch (event) {
            case StageProgressed progress -> apply(progress);
            case ModelSubmitted fact -> once(fact, run -> submitted(run, fact));
            case ModelIngested fact -> once(fact, run -> ingested(run, fact));
            case ModelPruned fact -> once(fact, run -> finished(run, fact, Stage.PRUNING, Stage.FINETUNING));
            case ModelFinetuned fact -> once(fact, run -> finished(run, fact, Stage.FINETUNING, Stage.EVALUATION));
            case ModelEvaluated fact -> once(fact, run -> judge(run, fact));
            case StageFailed fact -> once(fact, run -> failed(run, fact));
            case ModelPromoted ignored -> {} // our own, written with its rows
            case ModelRejected ignored -> {}
        }
    }

    private void once(PipelineEvent event, Consumer<Run> change) {
        if (seen.first(event.id(), clock.instant())) {
            change.accept(runs.lock(event.runId(), event.occurredAt()));
            changes.announce(event.runId());
        }
    }

    private void apply(StageProgressed progress) {
        Run run = runs.lock(progress.runId(), progress.occurredAt());
        if (stages.progressed(progress)) {
            run.reached(progress.stage(), progress.occurredAt());
            curves.add(progress);
            changes.announce(progress.runId());
        }
    }

    /// A sweep's other runs are known with its first, so that they are seen even if ingest cannot make them.
    private void submitted(Run run, ModelSubmitted fact) {
        run.specified(fact.spec(), fact.occurredAt());
        run.partOf(fact.ofSweep());
        List<BudgetSpec> budgets = fact.budgets() == null ? List.of() : fact.budgets();
        for (int index = 1; index < budgets.size(); index++) {
            SweepId sweep = SweepId.of(fact.runId());
            Run other = runs.lock(sweep.run(index), fact.occurredAt());
            other.specified(fact.spec().with(budgets.get(index)), fact.occurredAt());
            other.partOf(sweep);
            changes.announce(other.id());
        }
    }

    private void ingested(Run run, ModelIngested fact) {
        run.specified(fact.spec(), fact.occurredAt());
        run.partOf(fact.sweep());
        finished(run, fact, Stage.INGEST, Stage.PRUNING);
    }

    private void failed(Run run, StageFailed fact) {
        run.failed(fact);
        stages.failed(fact);
    }

    private void finished(Run run, PipelineEvent fact, Stage stage, Stage next) {
        stages.finished(run.id(), stage, fact.occurredAt());
        run.reached(next, fact.occurredAt());
    }

    private void judge(Run run, ModelEvaluated fact) {
        Instant now = clock.instant();
        run.specified(fact.spec(), fact.occurredAt());
        finished(run, fact, Stage.EVALUATION, Stage.REGISTRY);
        Decision decision = promotion.decide(fact, now);
        run.decided(decision.verdict(), now);
        stages.finished(run.id(), Stage.REGISTRY, now);
        outbox.append(announcement(fact, decision, now), now);
    }

    private static PipelineEvent announcement(ModelEvaluated fact, Decision decision, Instant now) {
        RunId run = fact.runId();
        return decision.verdict() == RunStatus.PROMOTED
                ? new ModelPromoted(run, now, decision.name(), decision.version(), fact.model(), decision.gates())
                : new ModelRejected(run, now, decision.name(), decision.version(), fact.model(), decision.gates());
    }
}
