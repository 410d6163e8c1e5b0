package io.espalier.registry.model;

import io.espalier.contracts.GateResult;
import io.espalier.contracts.Gates;
import io.espalier.contracts.ModelEvaluated;
import io.espalier.contracts.view.RunStatus;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/// Turns an evaluated model into a version with a verdict. Runs inside its caller's transaction.
@ApplicationScoped
public class Promotion {

    private final ModelVersions versions;
    private final Aliases aliases;
    private final Decisions decisions;
    private final Measurements measurements;

    Promotion(ModelVersions versions, Aliases aliases, Decisions decisions, Measurements measurements) {
        this.versions = versions;
        this.aliases = aliases;
        this.decisions = decisions;
        this.measurements = measurements;
    }

    /// Judges by the spec's gates, latencies by measurements of these very bytes where there are any. The
    /// version becomes `latest` in any case and `approved` only if it passed them all.
    public Decision decide(ModelEvaluated evaluated, Instant at) {
        List<GateResult> gates = Gates.judge(
                evaluated.spec(),
                evaluated.report(),
                measurements.of(evaluated.model().sha256()));
        RunStatus verdict = Gates.allPassed(gates) ? RunStatus.PROMOTED : RunStatus.REJECTED;
        ModelVersion version =
                new ModelVersion(evaluated, versions.next(evaluated.spec().model()), verdict, at);
        versions.persist(version);
        Decision decision = new Decision(version, verdict, gates, at);
        decisions.persist(decision);
        aliases.point(version.name(), Alias.LATEST, version.version(), at);
        if (verdict == RunStatus.PROMOTED) {
            aliases.point(version.name(), Alias.APPROVED, version.version(), at);
        }
        return decision;
    }
}
