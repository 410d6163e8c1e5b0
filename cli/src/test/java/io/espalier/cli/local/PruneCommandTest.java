package io.espalier.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.contracts.RunSpecReader;
import org.junit.jupiter.api.Test;

class PruneCommandTest {

    @Test
    void everyBudgetOfAListHasAFolder() {
        String spec =
                "{model: m, data: {uri: d}, prune: {budget: [{block-sparsity: 0.5}, {macs: 40%, latency-ms: 0.8}]}}";

        assertThat(RunSpecReader.readSweep(spec))
                .extracting(PruneCommand::folder)
                .containsExactly("block-sparsity-0.5", "macs-40percent-latency-ms-0.8");
    }
}
