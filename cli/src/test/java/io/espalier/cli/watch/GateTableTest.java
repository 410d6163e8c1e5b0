package io.espalier.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.contracts.GateResult;
import java.util.List;
import org.junit.jupiter.api.Test;

class GateTableTest {

    @Test
    void aLatencySaysItsDeviceAndHowItIsKnown() {
        List<String> lines = GateTable.lines(List.of(
                new GateResult("min-accuracy", 0.8, 0.9, true),
                new GateResult("max-latency-ms", 2.5, 3, false, "rk3588-core", "estimated", "calibrated"),
                new GateResult("max-latency-ms", 1, 0.4, true, "edge-tpu", "measured", null)));

        assertThat(lines.get(1)).startsWith("min-accuracy ");
        assertThat(lines.get(2))
                .startsWith("max-latency-ms on rk3588-core (estimated, calibrated)")
                .endsWith("missed");
        assertThat(lines.get(3))
                .startsWith("max-latency-ms on edge-tpu (measured)")
                .endsWith("passed");
    }
}
