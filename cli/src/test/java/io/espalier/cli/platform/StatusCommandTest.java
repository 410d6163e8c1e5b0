package io.espalier.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusCommandTest {

    @Test
    void oneRowPerProcess() {
        Instant now = Instant.parse("2026-01-01T12:00:00Z");
        List<ComponentStatus> rows = List.of(
                new ComponentStatus("platform", 4711L, 7092, "ready", now.minusSeconds(190)),
                new ComponentStatus("registry", 12L, 7070, "not ready", now.minusSeconds(2)),
                new ComponentStatus("ingest", null, 7071, "stopped", null));

        assertThat(StatusCommand.table(rows, now).lines())
                .containsExactly(
                        "process    pid  port  health     uptime",
                        "platform  4711  7092  ready      3 min 10 s",
                        "registry    12  7070  not ready  2 s",
                        "ingest       -  7071  stopped    -");
    }
}
