package io.espalier.registry.live;

import io.espalier.contracts.RunId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;

/// Tells every replica of the registry that a run's rows changed, once the change is committed.
///
/// PostgreSQL sends a notification at commit, never for a rolled-back transaction, and folds equal ones of one
/// transaction (documentation of NOTIFY).
@ApplicationScoped
public class RunChanges {

    static final String CHANNEL = "run_changed";

    private final EntityManager database;

    RunChanges(EntityManager database) {
        this.database = database;
    }

    /// Takes effect when the caller's transaction commits.
    public void announce(RunId run) {
        database.createNativeQuery("select 1 from pg_notify('" + CHANNEL + "', ?1)")
                .setParameter(1, run.value())
                .getSingleResult();
    }
}
