package io.espalier.registry.run;

import io.espalier.contracts.RunId;
import io.espalier.contracts.SweepId;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Page;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;

/// The stored runs.
@ApplicationScoped
public class Runs implements PanacheRepositoryBase<Run, String> {

    private static final String INSERT = """
            insert into run (id, status, stage, submitted_at, updated_at)
            values (?1, 'RUNNING', 'INGEST', ?2, ?2)
            on conflict (id) do nothing""";

    /// The run, locked until the transaction ends; created if `at` is the first that is heard of it.
    public Run lock(RunId id, Instant at) {
        getEntityManager()
                .createNativeQuery(INSERT)
                .setParameter(1, id.value())
                .setParameter(2, at)
                .executeUpdate();
        return findById(id.value(), LockModeType.PESSIMISTIC_WRITE);
    }

    /// In no order.
    List<Run> ofSweep(SweepId sweep) {
        return list("sweep", sweep.value());
    }

    /// Newest first.
    List<Run> newest(int limit) {
        return find("order by submittedAt desc, id").page(Page.ofSize(limit)).list();
    }
}
