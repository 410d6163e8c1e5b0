package io.espalier.smart.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.contracts.BlockPattern;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.PruneSpec;
import io.espalier.contracts.PruneSpec.Kernels;
import io.espalier.contracts.PruneSpec.Scope;
import io.espalier.smart.BlockLayout;
import io.espalier.smart.PrunableLayer;
import io.espalier.smart.Specs;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ExactBlocksTest {

    /// Layers of 36, 4 and 25 blocks.
    private final BlockLayout layout = new BlockLayout(List.of(
            new PrunableLayer("a", "a", 12, 8, 9, 8, 5),
            new PrunableLayer("b", "b", 10, 12, 1, 8, 8),
            new PrunableLayer("c", "c", 25, 8, 1, 1, 8)));

    @Test
    void hitsEveryBudgetExactlyInBothScopes() {
        double[] scores = new Random(1).doubles(65).toArray();
        for (Scope scope : Scope.values()) {
            for (int percent = 0; percent < 95; percent++) {
                ExactBlocks budget = BlockBudget.of(layout, spec(percent / 100.0, scope, 1));
                boolean[] mask = budget.select(scores);
                assertThat(count(mask, 0, 65))
                        .as("%s at %d %%", scope, percent)
                        .isEqualTo(Math.round((1 - percent / 100.0) * 65))
                        .isEqualTo(budget.kept());
                assertThat(count(mask, 0, 36)).isPositive();
                assertThat(count(mask, 36, 40)).isPositive();
                assertThat(count(mask, 40, 65)).isPositive();
            }
        }
    }

    @Test
    void layerScopeGivesEveryLayerItsShare() {
        ExactBlocks budget = BlockBudget.of(layout, spec(0.5, Scope.LAYER, 0));
        assertThat(budget.quotas()).containsExactly(18, 2, 13);
    }

    @Test
    void floorsAreInsideTheBudget() {
        double[] scores = new double[65];
        scores[0] = 1; // all equal but one: without floors every kept block would come from the first layers
        boolean[] mask = BlockBudget.of(layout, spec(0.8, Scope.GLOBAL, 4)).select(scores);
        assertThat(count(mask, 0, 65)).isEqualTo(13);
        assertThat(count(mask, 36, 40)).isEqualTo(4);
        assertThat(count(mask, 40, 65)).isEqualTo(4);
    }

    @Test
    void namesTheReachableRange() {
        assertThatThrownBy(() -> BlockBudget.of(layout, spec(0.99, Scope.GLOBAL, 1)))
                .isInstanceOfSatisfying(PipelineException.Permanent.class, e -> assertThat(e.code())
                        .isEqualTo(ErrorCode.BUDGET_UNREACHABLE))
                .hasMessageContaining("keep 1 of 65 blocks")
                .hasMessageContaining("reachable: 0 to 0.953846");
    }

    @Test
    void refusesModelsWithNothingToPrune() {
        assertThatThrownBy(() -> BlockBudget.of(new BlockLayout(List.of()), spec(0.5, Scope.GLOBAL, 1)))
                .hasMessageContaining("no layer is left to prune");
    }

    private static PruneSpec spec(double sparsity, Scope scope, int floor) {
        return Specs.prune(new BlockPattern.Tile(8, 8), sparsity, List.of(), Kernels.ALL, scope, floor);
    }

    private static int count(boolean[] mask, int begin, int end) {
        int count = 0;
        for (int i = begin; i < end; i++) {
            count += mask[i] ? 1 : 0;
        }
        return count;
    }
}
