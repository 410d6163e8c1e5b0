package io.espalier.cli.bench.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.contracts.BlockPattern;
import io.espalier.contracts.BudgetLimit;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.PruneMethod;
import io.espalier.contracts.PruneSpec.Importance;
import io.espalier.contracts.PruneSpec.Normalization;
import io.espalier.contracts.RunSpec;
import io.espalier.contracts.RunSpecReader;
import io.espalier.contracts.SmartSpec;
import io.espalier.contracts.SoftOperator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CellTest {

    private static final RunSpec BASE = RunSpecReader.read("""
            model: tiny
            data: {uri: none, limit: 100}
            prune: {kernels: spatial, epochs: 5}
            finetune: {epochs: 2}
            """);

    @Test
    void aCellIsTheBaseWithItsOwnPattern() {
        RunSpec spec = new Cell("movement", "16x8", "0.85", 7).spec(BASE);

        assertThat(spec.prune().method()).isEqualTo(PruneMethod.MOVEMENT);
        assertThat(spec.prune().pattern()).isEqualTo(new BlockPattern.Tile(16, 8));
        assertThat(spec.prune().budget().blockSparsity()).isEqualTo(0.85);
        assertThat(spec.prune().kernels()).isEqualTo(BASE.prune().kernels());
        assertThat(spec.reproducibility().seed()).isEqualTo(7);
        assertThat(spec.control().epochs()).isZero();
        assertThat(spec.data()).isEqualTo(BASE.data());
        assertThat(spec.training()).isEqualTo(BASE.training());
    }

    @Test
    void theControlHasAsManyEpochsAsAPrunedNetwork() {
        assertThat(Cell.control(3).spec(BASE).control().epochs()).isEqualTo(7);
        assertThat(Cell.control(3).name()).isEqualTo("control-s3");
    }

    @Test
    void settingsAreOfPruneOrOfSmart() {
        RunSpec spec = new Cell(
                        "smart+operator=lapsum+normalization=lamp+temperature=fixed+fixed-temperature=0.2",
                        "channel",
                        "0.5",
                        1)
                .spec(BASE);

        assertThat(spec.prune().smart().operator()).isEqualTo(SoftOperator.LAPSUM);
        assertThat(spec.prune().smart().fixedTemperature()).isEqualTo(0.2);
        assertThat(spec.prune().smart().mask()).isEqualTo(SmartSpec.MaskKind.SEPARATE);
        assertThat(spec.prune().normalization()).isEqualTo(Normalization.LAMP);
    }

    /// What the base says for SMART plays no part in a baseline; what the cell asks for itself must.
    @Test
    void whatACellHasNoUseForIsLeftOut() {
        RunSpec base = RunSpecReader.read("""
                model: tiny
                data: {uri: none}
                prune: {importance: taylor, mask-learning-rate: 0.1, min-keep-per-layer: 2}
                """);

        assertThat(new Cell("gmp", "8x8", "0.5", 1).spec(base).prune().importance())
                .isEqualTo(Importance.MAGNITUDE);
        assertThat(new Cell("smart+mask=weights", "2:4", "", 1)
                        .spec(base)
                        .prune()
                        .maskLearningRate())
                .isEqualTo(0.03);
        assertThatThrownBy(() -> new Cell("gmp+importance=taylor", "8x8", "0.5", 1).spec(base))
                .hasMessageContaining("prune.importance");
    }

    /// SMART compares layers by LAMP unless told otherwise, and that is not what a baseline does.
    @Test
    void aBaselineHasItsOwnNormalization() {
        assertThat(BASE.prune().normalization()).isEqualTo(Normalization.LAMP);
        assertThat(new Cell("gmp", "8x8", "0.5", 1).spec(BASE).prune().normalization())
                .isEqualTo(Normalization.LAYER_MEAN);
        assertThat(new Cell("smart", "8x8", "0.5", 1).spec(BASE).prune().normalization())
                .isEqualTo(Normalization.LAMP);
        assertThat(new Cell("gmp+normalization=lamp", "8x8", "0.5", 1)
                        .spec(BASE)
                        .prune()
                        .normalization())
                .isEqualTo(Normalization.LAMP);
    }

    @Test
    void budgetsMayHaveAnyUnit() {
        RunSpec spec = new Cell("smart", "8x8", "npu-cycles=40%", 1).spec(BASE);

        assertThat(spec.prune().budget().npuCycles()).isEqualTo(BudgetLimit.parse("40%"));
        assertThat(spec.prune().budget().blockSparsity()).isNull();
        assertThat(new Cell("smart", "2:4", "", 1).spec(BASE).prune().pattern()).isEqualTo(new BlockPattern.NOfM(2, 4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"smart+operator", "smart+operator=square", "smart+colour=red", "nonsense", "smart+scope=1"})
    void whatNoSpecAllowsIsRefused(String method) {
        assertThatThrownBy(() -> new Cell(method, "8x8", "0.5", 1).spec(BASE))
                .isInstanceOf(PipelineException.Permanent.class);
    }

    @Test
    void anUnknownKeyIsNamedWithThoseThatThereAre() {
        assertThatThrownBy(() -> new Cell("smart+colour=red", "8x8", "0.5", 1).spec(BASE))
                .isInstanceOf(PipelineException.Permanent.class)
                .hasMessageContaining("no key 'colour'")
                .hasMessageContaining("of prune.smart: first-scores, fixed-temperature, mask, mask-schedule, operator,")
                .hasMessageContaining("of prune: batch-size, epochs, importance,");
    }

    @ParameterizedTest
    @ValueSource(strings = {"8", "8x", "channels", "8x8+", "0x8", "4:2"})
    void patternsHaveNames(String pattern) {
        assertThatThrownBy(() -> new Cell("smart", pattern, "0.5", 1).spec(BASE))
                .isInstanceOf(RuntimeException.class);
    }

    @Test
    void everySeedIsWholeBeforeTheNext() {
        Grid grid =
                new Grid(List.of("smart", "gmp"), List.of("0.5", "0.7"), List.of("8x8", "2:4"), List.of(1L, 2L), true);

        assertThat(grid.cells()).hasSize(2 * (1 + 4 + 2));
        assertThat(grid.cells().stream().limit(7).map(Cell::name))
                .containsExactly(
                        "control-s1",
                        "smart-8x8-0.5-s1",
                        "gmp-8x8-0.5-s1",
                        "smart-8x8-0.7-s1",
                        "gmp-8x8-0.7-s1",
                        "smart-2:4-s1",
                        "gmp-2:4-s1");
    }
}
