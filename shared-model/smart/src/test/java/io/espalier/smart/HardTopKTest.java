package io.espalier.smart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class HardTopKTest {

    @Test
    void decidesTiesByTheLowerIndex() {
        assertThat(HardTopK.select(new double[] {1, 2, 1, 1}, 2)).containsExactly(true, true, false, false);
    }

    @Test
    void honoursTheFloorInsideTheBudget() {
        double[] scores = {9, 8, 7, 6, 1, 2, 0.5};
        int[] ends = {4, 6, 7};

        assertThat(HardTopK.select(scores, 4, ends, 1)).containsExactly(true, true, false, false, false, true, true);
    }

    @Test
    void keepsWholeLayersThatAreSmallerThanTheFloor() {
        assertThat(HardTopK.select(new double[] {5, 4, 3, 0}, 3, new int[] {3, 4}, 2))
                .containsExactly(true, true, false, true);
    }

    @Test
    void refusesBudgetsOutsideTheReachableRange() {
        assertThatThrownBy(() -> HardTopK.select(new double[] {1, 2, 3}, 1, new int[] {1, 3}, 1))
                .hasMessage("k must be in [2, 3], was 1");
        assertThatThrownBy(() -> HardTopK.select(new double[] {1, 2, 3}, 4)).hasMessageContaining("was 4");
    }

    /// Brute force over all subsets: no selection that respects the floor scores higher.
    @Test
    void isTheBestOfAllSelections() {
        Random random = new Random(11);
        int[] ends = {4, 7, 10};
        for (int trial = 0; trial < 50; trial++) {
            double[] scores = random.doubles(10).toArray();
            int k = 3 + random.nextInt(7);
            boolean[] kept = HardTopK.select(scores, k, ends, 1);
            double best = bruteForce(scores, k, ends);
            double total = 0;
            for (int i = 0; i < 10; i++) {
                total += kept[i] ? scores[i] : 0;
            }
            assertThat(total).isEqualTo(best, org.assertj.core.api.Assertions.within(1e-12));
        }
    }

    private static double bruteForce(double[] scores, int k, int[] ends) {
        double best = Double.NEGATIVE_INFINITY;
        for (int subset = 0; subset < 1 << 10; subset++) {
            boolean everyLayer = (subset & 0xF) != 0 && (subset & 0x70) != 0 && (subset & 0x380) != 0;
            if (Integer.bitCount(subset) == k && everyLayer) {
                double total = 0;
                for (int i = 0; i < ends[2]; i++) {
                    total += (subset >> i & 1) * scores[i];
                }
                best = Math.max(best, total);
            }
        }
        return best;
    }
}
