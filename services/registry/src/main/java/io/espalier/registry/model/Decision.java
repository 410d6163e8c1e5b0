package io.espalier.registry.model;

import io.espalier.contracts.GateResult;
import io.espalier.contracts.view.RunStatus;
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

/// A verdict with the numbers it rests on. The table refuses updates and deletes.
@Entity
@Immutable
@Table(name = "decision")
public class Decision {

    @Id
    @Column(name = "run_id")
    private String runId;

    private String name;
    private int version;

    @Enumerated(EnumType.STRING)
    private RunStatus verdict;

    @JdbcTypeCode(SqlTypes.JSON)
    private List<GateResult> gates;

    @Column(name = "decided_at")
    private Instant decidedAt;

    @SuppressWarnings("NullAway.Init")
    protected Decision() {} // for Hibernate

    Decision(ModelVersion version, RunStatus verdict, List<GateResult> gates, Instant decidedAt) {
        this.runId = version.runId();
        this.name = version.name();
        this.version = version.version();
        this.verdict = verdict;
        this.gates = List.copyOf(gates);
        this.decidedAt = decidedAt;
    }

    public String runId() {
        return runId;
    }

    public String name() {
        return name;
    }

    public int version() {
        return version;
    }

    public RunStatus verdict() {
        return verdict;
    }

    public List<GateResult> gates() {
        return gates;
    }

    public Instant decidedAt() {
        return decidedAt;
    }
}
