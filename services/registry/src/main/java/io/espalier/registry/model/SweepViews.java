package io.espalier.registry.model;

import io.espalier.contracts.EvaluationReport;
import io.espalier.contracts.RunId;
import io.espalier.contracts.SweepId;
import io.espalier.contracts.view.RunView;
import io.espalier.contracts.view.SweepView;
import io.espalier.registry.run.RunIds;
import io.espalier.registry.run.RunViews;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Puts the runs of a sweep together, with the front of accuracy and latency.
@ApplicationScoped
class SweepViews {

    private final RunViews runs;
    private final ModelVersions versions;

    SweepViews(RunViews runs, ModelVersions versions) {
        this.runs = runs;
        this.versions = versions;
    }

    /// @throws io.espalier.contracts.PipelineException.Permanent `RUN_NOT_FOUND` if no run is part of it
    @Transactional
    SweepView of(SweepId sweep) {
        List<RunView> found = inOrder(sweep, runs.ofSweep(sweep));
        if (found.isEmpty()) {
            throw RunIds.unknown(sweep.value());
        }
        Map<RunId, EvaluationReport> reports = versions
                .ofRuns(found.stream().map(RunView::runId).toList())
                .stream()
                .collect(Collectors.toMap(version -> new RunId(version.runId()), ModelVersion::report));
        Map<RunId, SweepView.Measured> measured = new HashMap<>();
        reports.forEach((run, report) -> measured.put(run, measured(report)));
        EvaluationReport any = found.stream()
                .map(run -> reports.get(run.runId()))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        return new SweepView(
                sweep,
                found.stream()
                        .map(RunView::model)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null),
                any == null ? null : any.metric(),
                any == null ? null : dense(any),
                found.stream().map(run -> point(run, measured)).toList());
    }

    /// In the order of the budgets, which the ids tell.
    private static List<RunView> inOrder(SweepId sweep, List<RunView> found) {
        Map<RunId, Integer> indices = IntStream.range(0, SweepId.MOST_RUNS)
                .boxed()
                .collect(Collectors.toMap(sweep::run, Function.identity()));
        return found.stream()
                .sorted(Comparator.comparing(run -> indices.getOrDefault(run.runId(), SweepId.MOST_RUNS)))
                .toList();
    }

    private static SweepView.Point point(RunView run, Map<RunId, SweepView.Measured> measured) {
        SweepView.@Nullable Measured own = measured.get(run.runId());
        boolean onFront = own != null && measured.values().stream().noneMatch(other -> other.dominates(own));
        RunView.Plan plan = run.plan();
        return new SweepView.Point(
                run.runId(), run.status(), plan == null ? null : plan.budget(), run.version(), own, onFront);
    }

    private static SweepView.Measured measured(EvaluationReport report) {
        return new SweepView.Measured(
                report.budget().blockSparsity(),
                report.accuracy(),
                report.latency().milliseconds(),
                report.weightBytes());
    }

    private static SweepView.Dense dense(EvaluationReport report) {
        return new SweepView.Dense(
                report.referenceAccuracy(), report.denseLatency().milliseconds(), report.denseWeightBytes());
    }
}
