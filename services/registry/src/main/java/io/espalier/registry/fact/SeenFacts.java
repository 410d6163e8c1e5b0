package io.espalier.registry.fact;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;

/// Which facts have been projected, by event id.
@ApplicationScoped
class SeenFacts {

    private static final String INSERT =
            "insert into seen_fact (event_id, seen_at) values (?1, ?2) on conflict (event_id) do nothing";

    private final EntityManager database;

    SeenFacts(EntityManager database) {
        this.database = database;
    }

    /// Remembers `eventId` with the transaction.
    ///
    /// @return false if it had been seen before
    boolean first(String eventId, Instant at) {
        int inserted = database.createNativeQuery(INSERT)
                .setParameter(1, eventId)
                .setParameter(2, at)
                .executeUpdate();
        return inserted == 1;
    }
}
