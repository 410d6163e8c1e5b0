package io.espalier.registry.run;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.RunId;
import io.espalier.contracts.RunSpec;
import io.espalier.contracts.Stage;
import io.espalier.contracts.StageFailed;
import io.espalier.contracts.SweepId;
import io.espalier.contracts.view.RunStatus;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/// One run as the facts tell it.
///
/// Topics are read side by side, so facts of one run may come in any order; every method leads to the same row
/// whichever comes first. A decision is final and outweighs a failure.
@Entity
@Table(name = "run")
public class Run {

    @Id
    private String id;

    private @Nullable String model;

    @JdbcTypeCode(SqlTypes.JSON)
    private @Nullable RunSpec spec;

    @Enumerated(EnumType.STRING)
    private RunStatus status;

    @Enumerated(EnumType.STRING)
    private Stage stage;

    @Column(name = "submitted_at")
    private Instant submittedAt;

    @Column(name = "updated_at")
    private Instant updatedAt;

    @Column(name = "ended_at")
    private @Nullable Instant endedAt;

    @Column(name = "failed_stage")
    @Enumerated(EnumType.STRING)
    private @Nullable Stage failedStage;

    @Column(name = "error_code")
    @Enumerated(EnumType.STRING)
    private @Nullable ErrorCode errorCode;

    @Column(name = "error_message")
    private @Nullable String errorMessage;

    private @Nullable String sweep;

    @SuppressWarnings("NullAway.Init")
    protected Run() {} // for Hibernate

    /// Somebody asked for this run, or its source was stored.
    public void specified(RunSpec given, Instant at) {
        spec = given;
        model = given.model();
        if (at.isBefore(submittedAt)) {
            submittedAt = at;
        }
        touched(at);
    }

    /// The run is one of several that differ in their budgets; null if it stands alone.
    public void partOf(@Nullable SweepId given) {
        if (given != null) {
            sweep = given.value();
        }
    }

    /// Work of `reached` was seen.
    public void reached(Stage reached, Instant at) {
        if (reached.compareTo(stage) > 0) {
            stage = reached;
        }
        touched(at);
    }

    /// A stage gave up. Of two failures the first counts.
    public void failed(StageFailed fact) {
        touched(fact.occurredAt());
        if (status.isFinal()) {
            return;
        }
        status = RunStatus.FAILED;
        stage = fact.stage();
        failedStage = fact.stage();
        errorCode = fact.code();
        errorMessage = fact.message();
        endedAt = fact.occurredAt();
    }

    /// The model was judged.
    ///
    /// @param verdict `PROMOTED` or `REJECTED`
    public void decided(RunStatus verdict, Instant at) {
        status = verdict;
        stage = Stage.REGISTRY;
        endedAt = at;
        touched(at);
    }

    private void touched(Instant at) {
        if (at.isAfter(updatedAt)) {
            updatedAt = at;
        }
    }

    public RunId id() {
        return new RunId(id);
    }

    public Optional<RunSpec> spec() {
        return Optional.ofNullable(spec);
    }

    @Nullable
    SweepId sweep() {
        return sweep == null ? null : new SweepId(sweep);
    }

    RunStatus status() {
        return status;
    }

    Stage stage() {
        return stage;
    }

    @Nullable
    String model() {
        return model;
    }

    Instant submittedAt() {
        return submittedAt;
    }

    Instant updatedAt() {
        return updatedAt;
    }

    @Nullable
    Instant endedAt() {
        return endedAt;
    }

    /// Why it failed; empty unless it did.
    Optional<StageFailed> failure() {
        return status == RunStatus.FAILED && failedStage != null && errorCode != null && errorMessage != null
                ? Optional.of(new StageFailed(id(), updatedAt, failedStage, errorCode, errorMessage))
                : Optional.empty();
    }
}
