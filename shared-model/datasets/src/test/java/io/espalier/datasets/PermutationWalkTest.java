package io.espalier.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PermutationWalkTest {

    @Test
    void everyImageIsSeenAsOftenAsEveryOther() {
        EpochOrder order = EpochOrder.of(AnnotatedImages.masked(new byte[3], new byte[1], 1, 1), 0, 5);
        assertThat(order).as("no limit").isInstanceOf(ShuffledOrder.class);
        PermutationWalk walk = new PermutationWalk(10, 4, 5);
        int[] seen = new int[10];

        for (int epoch = 0; epoch < 23; epoch++) {
            int[] indices = walk.of(epoch);
            assertThat(indices).hasSize(4).isEqualTo(new PermutationWalk(10, 4, 5).of(epoch));
            for (int index : indices) {
                seen[index]++;
            }
            assertThat(Arrays.stream(seen).max().orElseThrow()
                            - Arrays.stream(seen).min().orElseThrow())
                    .isLessThanOrEqualTo(1);
        }
        assertThat(walk.of(0)).isNotEqualTo(walk.of(5));
        assertThat(walk.of(0)).isNotEqualTo(new PermutationWalk(10, 4, 6).of(0));
    }
}
