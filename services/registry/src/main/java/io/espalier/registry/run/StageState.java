package io.espalier.registry.run;

import io.espalier.contracts.RunId;
import io.espalier.contracts.Stage;
import io.espalier.contracts.StageProgressed;
import io.espalier.contracts.view.StageStatus;
import io.espalier.contracts.view.StageView;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Map;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/// How far one stage of one run is.
///
/// Progress may be lost, repeated or late: only what is newer by (attempt, sequence) counts, and an outcome ends the
/// stage whatever progress follows.
@Entity
@Table(name = "stage_state")
class StageState {

    @Embeddable
    record Key(
            @Column(name = "run_id") String runId,
            @Enumerated(EnumType.STRING) Stage stage) {}

    @EmbeddedId
    private Key key;

    @Enumerated(EnumType.STRING)
    private StageStatus status;

    private int attempt;
    private long sequence;
    private String phase;
    private long done;
    private long total;

    @JdbcTypeCode(SqlTypes.JSON)
    private Map<String, Double> metrics;

    @Column(name = "started_at")
    private @Nullable Instant startedAt;

    @Column(name = "updated_at")
    private Instant updatedAt;

    @Column(name = "ended_at")
    private @Nullable Instant endedAt;

    @SuppressWarnings("NullAway.Init")
    protected StageState() {} // for Hibernate

    StageState(RunId run, Stage stage, Instant at) {
        key = new Key(run.value(), stage);
        status = StageStatus.RUNNING;
        attempt = 0;
        sequence = -1;
        phase = "";
        metrics = Map.of();
        updatedAt = at;
    }

    /// @return whether `progress` was news
    boolean progressed(StageProgressed progress) {
        if (startedAt == null || progress.occurredAt().isBefore(startedAt)) {
            startedAt = progress.occurredAt();
        }
        boolean newer =
                progress.attempt() > attempt || (progress.attempt() == attempt && progress.sequence() > sequence);
        if (!newer) {
            return false;
        }
        attempt = progress.attempt();
        sequence = progress.sequence();
        phase = progress.phase();
        done = progress.done();
        total = progress.total();
        metrics = progress.metrics();
        touched(progress.occurredAt());
        return true;
    }

    /// The stage's outcome was published: nothing is left to do.
    void finished(Instant at) {
        status = StageStatus.DONE;
        endedAt = at;
        touched(at);
    }

    void failed(Instant at) {
        if (status != StageStatus.DONE) {
            status = StageStatus.FAILED;
            endedAt = at;
            touched(at);
        }
    }

    private void touched(Instant at) {
        if (at.isAfter(updatedAt)) {
            updatedAt = at;
        }
    }

    Key key() {
        return key;
    }

    /// A finished stage has done all its units, even if its last progress was lost or is still to come.
    StageView view() {
        long reached = status == StageStatus.DONE ? total : done;
        return new StageView(
                key.stage(), status, attempt, phase, reached, total, metrics, startedAt, updatedAt, endedAt);
    }
}
