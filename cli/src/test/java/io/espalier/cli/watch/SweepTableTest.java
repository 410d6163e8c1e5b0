package io.espalier.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.contracts.SweepId;
import io.espalier.contracts.view.RunStatus;
import io.espalier.contracts.view.SweepView;
import java.util.List;
import org.junit.jupiter.api.Test;

class SweepTableTest {

    private static final SweepId SWEEP = new SweepId("s-0123456789abcdef");

    @Test
    void marksTheFrontAndEndsWithTheDenseReference() {
        SweepView sweep = new SweepView(
                SWEEP,
                "shapes",
                "top-1",
                new SweepView.Dense(0.9, 0.5, 1_100_000),
                List.of(
                        new SweepView.Point(
                                SWEEP.run(0),
                                RunStatus.PROMOTED,
                                "block-sparsity 0.5",
                                3,
                                new SweepView.Measured(0.5, 0.8912, 0.31, 548_000),
                                true),
                        new SweepView.Point(SWEEP.run(1), RunStatus.RUNNING, "macs 40%", null, null, false)));

        assertThat(SweepTable.lines(sweep))
                .containsExactly(
                        "sweep s-0123456789abcdef  shapes",
                        "run                 budget              status     top-1  latency ms   weights  blocks removed  front",
                        "r-0123456789abcdef  block-sparsity 0.5  promoted  0.8912        0.31  548.0 kB            50 %  *",
                        SWEEP.run(1) + "  macs 40%            running        -           -         -               -",
                        "-                   dense reference     -            0.9         0.5    1.1 MB             0 %");
    }
}
