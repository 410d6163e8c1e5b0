package io.espalier.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweepTest {

    private static final String SPEC = "{model: tiny, data: {uri: tiny}, prune: {budget: %s}}";

    @Test
    void aListOfBudgetsIsARunForEach() {
        List<RunSpec> runs = RunSpecReader.readSweep(SPEC.formatted("[{block-sparsity: 0.5}, {macs: 40%}]"));

        assertThat(runs)
                .extracting(run -> run.prune().budget().label())
                .containsExactly("block-sparsity 0.5", "macs 40%");
        assertThat(runs.get(1).with(runs.get(0).prune().budget())).isEqualTo(runs.get(0));
    }

    @Test
    void oneBudgetIsOneRun() {
        String spec = SPEC.formatted("{block-sparsity: 0.7}");

        assertThat(RunSpecReader.readSweep(spec)).containsExactly(RunSpecReader.read(spec));
        assertThat(RunSpecReader.readSweep(SPEC.formatted("[{block-sparsity: 0.7}]")))
                .containsExactly(RunSpecReader.read(spec));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | has 0",
                "[{block-sparsity: 0.5}, {block-sparsity: 0.5}] | given twice",
                "[{block-sparsity: 0.5}, {block-sparsity: 1.5}] | prune.budget.block-sparsity must be in [0, 1), was 1.5",
                "[{block-sparsity: 0.5}, {macs: 0}] | above 0",
            })
    void refusesListsThatCannotBe(String list, String said) {
        assertThatThrownBy(() -> RunSpecReader.readSweep(SPEC.formatted(list)))
                .isInstanceOfSatisfying(PipelineException.Permanent.class, e -> assertThat(e.code())
                        .isEqualTo(ErrorCode.SPEC_INVALID))
                .hasMessageContaining(said);
    }

    @Test
    void aSubmissionCarriesItsBudgets() {
        String json = """
                {"model-uri": "file:/m.onnx", "spec": {"model": "tiny", "data": {"uri": "tiny"},
                 "prune": {"budget": [{"block-sparsity": 0.5}, {"latency-ms": 0.8}]}}}""";

        Submission submission = RunSpecReader.readSubmission(json);

        assertThat(submission.budgets())
                .extracting(BudgetSpec::label)
                .containsExactly("block-sparsity 0.5", "latency-ms 0.8");
        assertThat(submission.spec().prune().budget().label()).isEqualTo("block-sparsity 0.5");
        String ours = new String(Json.write(submission), StandardCharsets.UTF_8);
        assertThat(RunSpecReader.readSubmission(ours)).isEqualTo(submission);
        assertThatThrownBy(() -> RunSpecReader.readSubmission(ours.replace("0.8", "0.8}, {\"block-sparsity\": 0.5")))
                .hasMessageContaining("different budgets");
    }

    @Test
    void whoeverPushesKnowsAllRunsInAdvance() {
        RunId first = RunId.ofSubmission("/ci", "1");
        SweepId sweep = SweepId.of(first);

        assertThat(sweep.run(0)).isEqualTo(first);
        assertThat(List.of(sweep.run(0), sweep.run(1), sweep.run(2))).doesNotHaveDuplicates();
        assertThat(sweep.run(1)).isEqualTo(RunId.ofSubmission(sweep.value(), "1"));
    }
}
