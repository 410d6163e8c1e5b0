package io.espalier.smart;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.contracts.BlockPattern.Order;
import io.espalier.contracts.BudgetCount;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class WeightGroupsTest {

    /// 3 outputs, 7 inputs, 2 taps.
    private final PrunableLayer layer = new PrunableLayer("a", "a", 3, 7, 2, WeightGroups.EACH_WEIGHT);

    @Test
    void groupsFollowTheInputsOfOneTap() {
        WeightGroups groups = new WeightGroups(2, 4, 0);
        assertThat(groups.ends(layout(groups)))
                .startsWith(4, 7, 11, 14)
                .hasSize(3 * 2 * 2)
                .endsWith(42);
    }

    @Test
    void groupsBeginAnewInEveryTile() {
        WeightGroups groups = new WeightGroups(1, 3, 5); // 5 inputs: 3 + 2, then the last 2
        assertThat(groups.ends(layout(groups))).startsWith(3, 5, 7, 10, 12, 14).hasSize(3 * 2 * 3);
    }

    @Test
    void blocksAreSingleWeightsOfTheLoweredMatrix() {
        boolean[] seen = new boolean[42];
        layer.parts().getFirst().elements().forEach((index, block) -> {
            int out = index / 14;
            int in = index / 2 % 7;
            int tap = index % 2;
            assertThat(block).isEqualTo((out * 2 + tap) * 7 + in);
            seen[block] = true;
        });
        assertThat(seen).doesNotContain(false);
    }

    @Test
    void keepsTheBestOfEveryGroupAndTheFirstOfEqualOnes() {
        WeightGroups groups = new WeightGroups(2, 4, 0);
        int[] ends = groups.ends(layout(groups));
        Random random = new Random(3);
        double[] scores = new double[42];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = random.nextInt(4);
        }
        boolean[] kept = groups.select(scores, ends);
        int begin = 0;
        int removed = 0;
        for (int end : ends) {
            int count = 0;
            for (int i = begin; i < end; i++) {
                int better = 0;
                for (int j = begin; j < end; j++) {
                    better += scores[j] > scores[i] || (scores[j] == scores[i] && j < i) ? 1 : 0;
                }
                assertThat(kept[i]).isEqualTo(better < 2);
                count += kept[i] ? 1 : 0;
            }
            assertThat(count).isEqualTo(Math.min(2, end - begin));
            removed += end - begin - count;
            begin = end;
        }
        assertThat(groups.removed(ends)).isEqualTo(removed);
        assertThat(groups.removed(kept, ends)).isEqualTo(removed);
        kept[0] = kept[1] = kept[2] = kept[3] = true;
        assertThat(groups.removed(kept, ends)).isEqualTo(removed - 2);
    }

    /// Row by row and tap by tap: the ragged last group of three may keep two as well.
    @Test
    void everyGroupIsJudgedAndTheFirstThatExceedsIsNamed() {
        WeightGroups groups = new WeightGroups(2, 4, 0);
        boolean[] stays = groups.select(new double[42], groups.ends(layout(groups)));
        assertThat(groups.count(layout(groups), stays)).isEqualTo(new BudgetCount.Groups(2, 4, 12, 0, 2, null));

        int ragged = (2 * 2 + 1) * 7 + 4; // output 2, tap 1, inputs 4 to 6
        stays[ragged] = stays[ragged + 1] = stays[ragged + 2] = true;

        assertThat(groups.count(layout(groups), stays))
                .isEqualTo(new BudgetCount.Groups(2, 4, 12, 1, 3, "a (output 2, tap 1, inputs 4 to 6): 3"));
    }

    /// Against the matrix written out: `W[o][k]` of index `i`, cut into tiles.
    @Test
    void im2colBlocksAreTilesOfTheExplicitMatrix() {
        for (Order order : Order.values()) {
            int[][] matrix = new int[3][14];
            for (int i = 0; i < 42; i++) {
                int in = i / 2 % 7;
                int tap = i % 2;
                matrix[i / 14][order == Order.TAP_MAJOR ? tap * 7 + in : in * 2 + tap] = i;
            }
            int[] expected = new int[42];
            for (int row = 0; row < 3; row++) {
                for (int k = 0; k < 14; k++) {
                    expected[matrix[row][k]] = row / 2 * 3 + k / 5; // tiles of 2 × 5: 2 × 3 of them
                }
            }
            PrunableLayer cut = new PrunableLayer("a", "a", 3, 7, 2, new Cut.Matrix(2, 5, order));
            assertThat(cut.grid()).containsExactly(2, 3);
            cut.parts().getFirst().elements().forEach((index, block) -> assertThat(block)
                    .as("%s %d", order, index)
                    .isEqualTo(expected[index]));
            assertThat(cut.elements()).containsExactly(10, 10, 8, 5, 5, 4);
        }
    }

    private BlockLayout layout(WeightGroups groups) {
        return new BlockLayout(List.of(layer), groups, null);
    }
}
