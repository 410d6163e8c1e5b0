package io.espalier.registry.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.espalier.artifacts.ArtifactStore;
import io.espalier.contracts.GateResult;
import io.espalier.contracts.ModelRejected;
import io.espalier.registry.Facts;
import io.espalier.registry.Platform;
import io.espalier.registry.Rows;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Platform.class)
class OutboxIT {

    private static final Instant BEGIN = Instant.parse("2026-05-01T10:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    Outbox outbox;

    @Inject
    ArtifactStore store;

    @Inject
    Rows rows;

    /// More than the 1 MiB that the broker takes.
    @Test
    void anEventThatTheBrokerRefusesDoesNotHoldBackTheNext() {
        Facts large = new Facts(store, "large-decision", "large", BEGIN);
        Facts next = new Facts(store, "after-large-decision", "small", BEGIN);

        append(large, "x".repeat(3 << 20));
        append(next, "rknn 2.3");

        await().atMost(PATIENCE).until(() -> rows.of(next.run()).contains("\"sent_at\":\"20"));
        assertThat(rows.of(large.run())).contains("\"sent_at\":null", "\"refused\":\"INTERNAL: a record for");
        assertThat(rows.of(next.run())).contains("\"refused\":null");
        QuarkusTransaction.requiringNew().run(() -> assertThat(outbox.oldest()).isEmpty());
        rows.execute("delete from outbox where key = '" + large.run() + "'");
    }

    private void append(Facts facts, String confidence) {
        GateResult gate = new GateResult("max-latency-ms", 1, 2, false, "d", "measured", confidence);
        ModelRejected rejected = new ModelRejected(facts.run(), BEGIN, "m", 1, facts.tuned(), List.of(gate));
        QuarkusTransaction.requiringNew().run(() -> outbox.append(rejected, BEGIN));
    }
}
