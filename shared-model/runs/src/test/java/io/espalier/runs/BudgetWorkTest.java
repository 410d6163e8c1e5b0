package io.espalier.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.contracts.BudgetCount;
import io.espalier.contracts.BudgetUnit;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.EvaluationReport;
import io.espalier.contracts.GateResult;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.RunSpec;
import io.espalier.contracts.RunSpecReader;
import io.espalier.onnx.ModelSummary;
import io.espalier.onnx.OnnxFile;
import io.espalier.smart.training.Checkpoints;
import io.espalier.smart.training.RunListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A whole run under limits of several units, judged by its gates.
final class BudgetWorkTest {

    @TempDir
    private Path directory;

    private final byte[] source = Dots.model(Dots.CLASSES);

    @Test
    void everyLimitIsRecountedAndJudged() throws IOException {
        Dots.write(directory.resolve("dots"), 24);
        RunSpec spec = spec("macs: 70%, latency-ms: 99%");
        RunEnvironment environment =
                new RunEnvironment(directory, directory.resolve("cache"), Checkpoints.NONE, RunListener.NONE);

        LocalRun.Result result = new LocalRun(environment).run(source, spec, directory.resolve("out"));

        EvaluationReport report = result.report();
        Map<BudgetUnit, BudgetCount.Limit> limits = report.budget().limits().stream()
                .collect(Collectors.toMap(BudgetCount.Limit::unit, Function.identity()));
        assertThat(result.gates()).extracting(GateResult::gate).containsExactly("budget-macs", "budget-latency-ms");
        assertThat(result.gates()).allMatch(GateResult::passed);
        BudgetCount.Limit macs = Objects.requireNonNull(limits.get(BudgetUnit.MACS));
        assertThat(macs.dense())
                .isEqualTo((double) ModelSummary.of(OnnxFile.read(source)).macs());
        assertThat(macs.spent()).isLessThanOrEqualTo(0.7 * macs.dense());
        assertThat(Objects.requireNonNull(limits.get(BudgetUnit.LATENCY_MS)).spent())
                .isEqualTo(report.latency().milliseconds());
    }

    @Test
    void ingestRefusesWhatCannotBeMet() {
        assertThatThrownBy(() -> IngestWork.plan(OnnxFile.read(source), spec("npu-cycles: 2%")))
                .isInstanceOfSatisfying(PipelineException.Permanent.class, e -> assertThat(e.code())
                        .isEqualTo(ErrorCode.BUDGET_UNREACHABLE))
                .hasMessageContaining("prune.budget.npu-cycles 2%");
    }

    private static RunSpec spec(String budget) {
        return RunSpecReader.read("""
                model: dots
                data: {uri: dots}
                prune: {epochs: 1, pattern: {block: [4, 4]}, budget: {%s}}
                finetune: {epochs: 1}
                training: {batch-size: 12}
                device: systolic-8x8
                reproducibility: {seed: 5, threads: 1}
                """.formatted(budget));
    }
}
