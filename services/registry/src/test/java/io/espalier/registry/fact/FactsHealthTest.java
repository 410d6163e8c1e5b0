package io.espalier.registry.fact;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.stage.WorkerHealth;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FactsHealthTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final WorkerHealth WELL = new WorkerHealth(WorkerHealth.State.IDLE, NOW, null, true);
    private static final WorkerHealth AWAY = new WorkerHealth(WorkerHealth.State.IDLE, NOW, null, false);
    private static final WorkerHealth DEAD = new WorkerHealth(WorkerHealth.State.STOPPED, NOW, null, true);
    private static final WorkerHealth STUCK =
            new WorkerHealth(WorkerHealth.State.IDLE, NOW.minusSeconds(120), null, true);

    @Test
    void isReadyOnlyWhileBothConsumersWorkAndAreConnected() {
        assertThat(FactsHealth.ready(List.of(WELL, WELL), NOW)).isTrue();
        for (WorkerHealth ill : List.of(AWAY, DEAD, STUCK)) {
            assertThat(FactsHealth.ready(List.of(WELL, ill), NOW)).as("%s", ill).isFalse();
        }
    }

    @Test
    void isAliveUntilAConsumerDiesOrIsStuck() {
        assertThat(FactsLiveness.live(false, List.of(WELL, AWAY), NOW)).isTrue();
        for (WorkerHealth ill : List.of(DEAD, STUCK)) {
            assertThat(FactsLiveness.live(false, List.of(ill, WELL), NOW))
                    .as("%s", ill)
                    .isFalse();
        }
    }

    @Test
    void waitsForTheBrokerWithoutBeingStartedAnew() {
        assertThat(FactsLiveness.live(true, List.of(DEAD, DEAD), NOW)).isTrue();
        assertThat(FactsHealth.ready(List.of(DEAD, DEAD), NOW)).isFalse();
    }
}
