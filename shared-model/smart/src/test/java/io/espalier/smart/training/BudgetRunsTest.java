package io.espalier.smart.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.contracts.BudgetCount;
import io.espalier.contracts.BudgetUnit;
import io.espalier.contracts.RunSpec;
import io.espalier.contracts.RunSpecReader;
import io.espalier.datasets.ImageDataset;
import io.espalier.npu.NpuModel;
import io.espalier.npu.NpuProfiles;
import io.espalier.onnx.Graph;
import io.espalier.onnx.OnnxFile;
import io.espalier.onnx.TrainingForm;
import io.espalier.smart.TinyModels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whole runs under budgets in other units than blocks: met by the exported bytes, soft masks that settle, the same
/// bytes after a kill.
final class BudgetRunsTest {

    private final Graph source = TinyModels.network(Stripes.CLASSES, 1);
    private final ImageDataset train = new Stripes(96, 1);
    private final ImageDataset validation = new Stripes(64, 2);
    private final List<Double> softCounts = new ArrayList<>();

    private RunSpec spec(String prune) {
        return spec("systolic-8x8", prune);
    }

    private RunSpec spec(String device, String prune) {
        return RunSpecReader.read("""
                model: stripes
                data: {uri: none, augment: {crop-padding-pixels: 1}, preprocessing: {mean: [0, 0, 0], std: [1, 1, 1]}}
                device: %s
                prune: {epochs: 2, mask-learning-rate: 0.05, %s}
                finetune: {epochs: 1}
                training: {batch-size: 16, learning-rate: 0.05}
                reproducibility: {seed: 3, threads: 1}
                """.formatted(device, prune));
    }

    private RunContext context(RunSpec spec, Checkpoints checkpoints) {
        return new RunContext(spec, train, validation, checkpoints, progress -> {
            Double count = progress.metrics().get("soft-count");
            if (count != null) {
                softCounts.add(count);
            }
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        pattern: {block: [4, 4]}, budget: {parameters: 60%}
        pattern: {block: [4, 4]}, budget: {weight-bytes: 60%, storage: block-sparse}
        pattern: {block: [3, 5]}, budget: {macs: 60%}
        pattern: {block: [4, 4]}, budget: {npu-cycles: 80%}
        pattern: {im2col: [8, 8]}, budget: {latency-ms: 80%}
        pattern: {block: [4, 4]}, budget: {parameters: 70%, npu-cycles: 80%}
        pattern: {block: [4, 4]}, budget: {macs: 60%}, scope: layer
        pattern: {block: [4, 4]}, budget: {macs: 60%}, layers: [{match: point, min-kept: 0.8}]
        pattern: channel, budget: {macs: 95%}
        """)
    void theExportedFileMeetsItsBudget(String prune) {
        RunSpec spec = spec(prune);
        Pruned pruned = new PruningRun(context(spec, Checkpoints.NONE)).run(source);

        assertThat(pruned.budget().isMet()).as("%s", pruned.budget()).isTrue();
        assertThat(softCounts.getLast()).isLessThan(softCounts.getFirst() / 4);
        for (BudgetCount.Limit limit : pruned.budget().limits()) {
            if (limit.unit() == BudgetUnit.NPU_CYCLES) {
                Graph file = TrainingForm.of(OnnxFile.read(OnnxFile.write(pruned.graph())));
                long cycles = NpuModel.estimate(file, NpuProfiles.named("systolic-8x8"))
                        .cycles();
                assertThat((double) cycles).isEqualTo(limit.spent()).isLessThanOrEqualTo(limit.limit());
            }
        }
    }

    /// Blocks as large as the array's tile: what is left of the budget is less than a tile.
    @Test
    void predictedCyclesAreTheBudgetWithinOneTile() {
        Pruned pruned = new PruningRun(
                        context(spec("pattern: {im2col: [8, 8]}, budget: {npu-cycles: 80%}"), Checkpoints.NONE))
                .run(source);
        BudgetCount.Limit limit = pruned.budget().limits().getFirst();
        long tile = 2 * 8 + 8 + 64 - 2; // 2R + C + M − 2, SCALE-Sim's
        assertThat(limit.spent()).isLessThanOrEqualTo(limit.limit()).isGreaterThan(limit.limit() - tile);
    }

    /// Where savings do not add up the limit is met by estimates of the masked network.
    @Test
    void aDeviceWithoutAFormulaByBlockMeetsItsBudget() {
        RunSpec spec = spec("lunar-lake-npu", "pattern: {block: [4, 4]}, budget: {latency-ms: 99.6%}");
        Pruned pruned = new PruningRun(context(spec, Checkpoints.NONE)).run(source);

        assertThat(pruned.budget().isMet()).as("%s", pruned.budget()).isTrue();
        assertThat(pruned.budget().removedBlocks()).isPositive();
    }

    @Test
    void aKilledRunEndsWithTheSameBytes() {
        RunSpec spec = spec("pattern: {block: [4, 4]}, budget: {parameters: 70%, npu-cycles: 80%}");
        Pruned undisturbed = new PruningRun(context(spec, Checkpoints.NONE)).run(source);
        MemoryCheckpoints first = new MemoryCheckpoints(null, OptionalLong.of(5));
        assertThatThrownBy(() -> new PruningRun(context(spec, first)).run(source))
                .isInstanceOf(MemoryCheckpoints.Killed.class);
        MemoryCheckpoints second = new MemoryCheckpoints(first.state(), OptionalLong.empty());

        Pruned resumed = new PruningRun(context(spec, second)).run(source);

        assertThat(Arrays.equals(OnnxFile.write(resumed.graph()), OnnxFile.write(undisturbed.graph())))
                .isTrue();
    }
}
