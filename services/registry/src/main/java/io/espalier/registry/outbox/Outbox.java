package io.espalier.registry.outbox;

import io.espalier.contracts.Json;
import io.espalier.contracts.PipelineEvent;
import io.espalier.contracts.PipelineException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Events waiting for the broker. An event stands here in the same transaction as the rows it tells of.
@ApplicationScoped
public class Outbox {

    private static final String APPEND = """
            insert into outbox (event_id, topic, key, payload, created_at)
            values (?1, ?2, ?3, cast(?4 as jsonb), ?5)
            on conflict (event_id) do nothing""";

    /// `skip locked`: another replica publishes what it has locked.
    private static final String OLDEST = """
            select id, cast(payload as text) from outbox where sent_at is null and refused is null
            order by id limit 1 for update skip locked""";

    private static final String SENT = "update outbox set sent_at = ?2 where id = ?1";

    private static final String REFUSED = "update outbox set refused = ?2 where id = ?1";

    private final EntityManager database;

    Outbox(EntityManager database) {
        this.database = database;
    }

    public void append(PipelineEvent event, Instant at) {
        database.createNativeQuery(APPEND)
                .setParameter(1, event.id())
                .setParameter(2, event.topic())
                .setParameter(3, event.runId().value())
                .setParameter(4, new String(Json.write(event), StandardCharsets.UTF_8))
                .setParameter(5, at)
                .executeUpdate();
    }

    /// The oldest unsent event that was not refused, locked until the transaction ends.
    @SuppressWarnings("unchecked") // a native query of several columns gives rows of objects
    Optional<Unsent> oldest() {
        List<Object[]> rows = database.createNativeQuery(OLDEST).getResultList();
        return rows.stream()
                .map(row -> new Unsent((long) row[0], (String) row[1]))
                .findFirst();
    }

    void sent(Unsent unsent, Instant at) {
        database.createNativeQuery(SENT)
                .setParameter(1, unsent.id())
                .setParameter(2, at)
                .executeUpdate();
    }

    /// Sets an event aside for good, with the reason.
    void refused(Unsent unsent, String reason) {
        database.createNativeQuery(REFUSED)
                .setParameter(1, unsent.id())
                .setParameter(2, reason)
                .executeUpdate();
    }

    record Unsent(long id, String json) {

        /// @throws PipelineException.Permanent `EVENT_UNREADABLE`
        PipelineEvent event() {
            return Json.read(json.getBytes(StandardCharsets.UTF_8), PipelineEvent.class);
        }
    }
}
