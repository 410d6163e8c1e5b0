package io.espalier.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.cli.ExitCodes;
import io.espalier.contracts.view.RunStatus;
import org.junit.jupiter.api.Test;

class ConclusionTest {

    @Test
    void promotionShowsTheGatesAndHowToPull() {
        assertThat(Conclusion.lines(Views.judged(RunStatus.PROMOTED)))
                .containsExactly(
                        "",
                        "gate               limit   measured  verdict",
                        "budget             = 1024      1024  passed",
                        "max-accuracy-drop  ≤ 0.03    0.0125  passed",
                        "",
                        "promoted: shapes-resnet14 version 3",
                        "  Fetch it with `espalier pull shapes-resnet14@approved`.");
    }

    @Test
    void rejectionNamesTheVersionBecauseItIsNotApproved() {
        assertThat(Conclusion.lines(Views.judged(RunStatus.REJECTED)))
                .contains(
                        "max-accuracy-drop  ≤ 0.03     0.042  missed",
                        "rejected: shapes-resnet14 version 3 missed a gate",
                        "  Fetch it with `espalier pull shapes-resnet14:3`.");
    }

    @Test
    void failureNamesStageCodeAndRemedy() {
        assertThat(Conclusion.lines(Views.failed()))
                .containsExactly(
                        "",
                        "failed in ingest, error DATASET_NOT_FOUND: there is no file shapes.zip",
                        "  Check data.uri in the spec; relative paths are resolved against the service's data directory.");
    }

    @Test
    void exitStatusIsTheVerdict() {
        assertThat(RunWatch.exitCode(Views.judged(RunStatus.PROMOTED))).isEqualTo(ExitCodes.DONE);
        assertThat(RunWatch.exitCode(Views.judged(RunStatus.REJECTED))).isEqualTo(ExitCodes.REJECTED);
        assertThat(RunWatch.exitCode(Views.failed())).isEqualTo(ExitCodes.FAILED);
    }
}
