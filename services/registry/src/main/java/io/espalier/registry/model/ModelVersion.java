package io.espalier.registry.model;

import io.espalier.contracts.ArtifactRef;
import io.espalier.contracts.EvaluationReport;
import io.espalier.contracts.Exports;
import io.espalier.contracts.ModelEvaluated;
import io.espalier.contracts.RunId;
import io.espalier.contracts.view.RunStatus;
import io.espalier.contracts.view.VersionView;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/// One judged model. Never changes; only aliases move.
@Entity
@Immutable
@Table(name = "model_version")
class ModelVersion {

    @Id
    @Column(name = "run_id")
    private String runId;

    private String name;
    private int version;

    @Enumerated(EnumType.STRING)
    private RunStatus verdict;

    @JdbcTypeCode(SqlTypes.JSON)
    private ArtifactRef artifact;

    @JdbcTypeCode(SqlTypes.JSON)
    private ArtifactRef source;

    @JdbcTypeCode(SqlTypes.JSON)
    private ArtifactRef mask;

    @JdbcTypeCode(SqlTypes.JSON)
    private EvaluationReport report;

    @JdbcTypeCode(SqlTypes.JSON)
    private @Nullable Exports exports;

    @Column(name = "created_at")
    private Instant createdAt;

    @SuppressWarnings("NullAway.Init")
    protected ModelVersion() {} // for Hibernate

    ModelVersion(ModelEvaluated evaluated, int version, RunStatus verdict, Instant createdAt) {
        this.runId = evaluated.runId().value();
        this.name = evaluated.spec().model();
        this.version = version;
        this.verdict = verdict;
        this.artifact = evaluated.model();
        this.source = evaluated.source();
        this.mask = evaluated.mask();
        this.report = evaluated.report();
        this.exports = evaluated.exports();
        this.createdAt = createdAt;
    }

    String runId() {
        return runId;
    }

    String name() {
        return name;
    }

    int version() {
        return version;
    }

    ArtifactRef artifact() {
        return artifact;
    }

    ArtifactRef source() {
        return source;
    }

    ArtifactRef mask() {
        return mask;
    }

    EvaluationReport report() {
        return report;
    }

    /// What else the run left; null of versions that were made before there were any.
    @Nullable
    Exports exports() {
        return exports;
    }

    /// @param aliases that point here now
    VersionView view(List<String> aliases) {
        return new VersionView(
                name,
                version,
                new RunId(runId),
                verdict,
                createdAt,
                aliases,
                artifact,
                report.accuracy(),
                report.latency().milliseconds(),
                report.latency().device());
    }
}
