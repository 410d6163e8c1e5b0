package io.espalier.registry.run;

import io.espalier.contracts.BudgetSpec;
import io.espalier.contracts.GateResult;
import io.espalier.contracts.Json;
import io.espalier.contracts.RunId;
import io.espalier.contracts.RunSpec;
import io.espalier.contracts.Stage;
import io.espalier.contracts.StageFailed;
import io.espalier.contracts.SweepId;
import io.espalier.contracts.view.RunView;
import io.espalier.contracts.view.StageView;
import io.espalier.registry.model.Decision;
import io.espalier.registry.model.Decisions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Puts runs together as people see them: three queries, however many runs.
@ApplicationScoped
public class RunViews {

    private final Runs runs;
    private final StageStates stages;
    private final Decisions decisions;

    RunViews(Runs runs, StageStates stages, Decisions decisions) {
        this.runs = runs;
        this.stages = stages;
        this.decisions = decisions;
    }

    /// Newest first.
    @Transactional
    public List<RunView> newest(int limit) {
        return views(runs.newest(limit));
    }

    /// In no order.
    @Transactional
    public List<RunView> ofSweep(SweepId sweep) {
        return views(runs.ofSweep(sweep));
    }

    @Transactional
    public List<RunView> of(Collection<RunId> ids) {
        return views(runs.list("id in ?1", ids.stream().map(RunId::value).toList()));
    }

    public Optional<RunView> find(RunId id) {
        return of(List.of(id)).stream().findFirst();
    }

    private List<RunView> views(List<Run> found) {
        List<String> ids = found.stream().map(run -> run.id().value()).toList();
        Map<String, Map<Stage, StageState>> states = stages.of(ids).stream()
                .collect(Collectors.groupingBy(
                        state -> state.key().runId(),
                        Collectors.toMap(state -> state.key().stage(), Function.identity())));
        Map<String, Decision> verdicts =
                decisions.of(ids).stream().collect(Collectors.toMap(Decision::runId, Function.identity()));
        return found.stream()
                .map(run -> view(
                        run,
                        states.getOrDefault(run.id().value(), Map.of()),
                        verdicts.get(run.id().value())))
                .toList();
    }

    private static RunView view(Run run, Map<Stage, StageState> states, @Nullable Decision decision) {
        List<StageView> stages = Arrays.stream(Stage.values())
                .map(stage -> stageView(run, stage, states.get(stage)))
                .toList();
        List<GateResult> gates = decision == null ? List.of() : decision.gates();
        return new RunView(
                run.id(),
                run.model(),
                run.status(),
                run.stage(),
                run.submittedAt(),
                run.updatedAt(),
                run.endedAt(),
                run.spec().map(RunViews::plan).orElse(null),
                stages,
                gates,
                decision == null ? null : decision.version(),
                run.failure().map(RunViews::failure).orElse(null),
                run.sweep());
    }

    private static StageView stageView(Run run, Stage stage, @Nullable StageState state) {
        StageView view = state == null ? StageView.waiting(stage) : state.view();
        return stage.compareTo(run.stage()) < 0 ? view.passed() : view;
    }

    private static RunView.Plan plan(RunSpec spec) {
        String method = Json.MAPPER.convertValue(spec.prune().method(), String.class);
        BudgetSpec budget = spec.prune().budget();
        return new RunView.Plan(
                method, spec.prune().pattern().label(), budget.blockSparsity(), budget.label(), spec.device());
    }

    private static RunView.Failure failure(StageFailed fact) {
        return new RunView.Failure(
                fact.stage(),
                fact.code(),
                fact.message(),
                fact.code().meaning(),
                fact.code().remedy());
    }
}
