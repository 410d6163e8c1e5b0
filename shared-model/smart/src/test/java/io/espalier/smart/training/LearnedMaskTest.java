package io.espalier.smart.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.smart.HardTopK;
import io.espalier.smart.budget.BlockBudget;
import io.espalier.smart.budget.ExactBlocks;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class LearnedMaskTest {

    private static final int BLOCKS = 200;
    private static final int KEPT = 60;
    private static final int STEPS = 300;

    private static BlockBudget budget(int kept) {
        return ExactBlocks.of(BLOCKS, kept);
    }

    private static double[] random(long seed) {
        return new Random(seed).doubles(BLOCKS).toArray();
    }

    /// `L = −Σ value_b f_b` is least when the most valuable blocks stay, whatever the first scores were.
    @Test
    void findsTheBlocksThatLowerTheLoss() {
        // Given
        double[] value = random(1);
        LearnedMask mask = new LearnedMask(budget(KEPT), random(2), 0.03, STEPS);

        // When
        for (int step = 0; step < STEPS; step++) {
            mask.factors(step);
            float[] gradient = new float[BLOCKS];
            for (int b = 0; b < BLOCKS; b++) {
                gradient[b] = (float) -value[b];
            }
            mask.learn(gradient, step);
        }

        // Then
        assertThat(valueOf(mask.harden(), value)).isGreaterThan(0.97 * valueOf(HardTopK.select(value, KEPT), value));
        assertThat(valueOf(HardTopK.select(random(2), KEPT), value))
                .isLessThan(0.7 * valueOf(HardTopK.select(value, KEPT), value));
    }

    /// What a step makes of the scores it makes in arrays of the run: not one of a hundred thousand is allocated.
    @Test
    void aStepAllocatesNoArray() {
        // Given
        int blocks = 100_000;
        double[] first = new Random(1).doubles(blocks).toArray();
        LearnedMask mask = new LearnedMask(ExactBlocks.of(blocks, blocks / 2), first, 0.03, STEPS);
        float[] gradient = new float[blocks];
        Arrays.fill(gradient, 0, blocks / 3, 1f);
        mask.factors(0);
        mask.learn(gradient, 0);
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();

        // When
        long before = thread.getCurrentThreadAllocatedBytes();
        mask.factors(1);
        mask.learn(gradient, 1);
        long allocated = thread.getCurrentThreadAllocatedBytes() - before;

        // Then
        assertThat(allocated).isLessThan(blocks);
    }

    @Test
    void factorsSumToTheBudgetAtEveryStep() {
        LearnedMask mask = new LearnedMask(budget(KEPT), random(3), 0.03, STEPS);
        for (int step = 0; step < STEPS; step += 50) {
            double sum = 0;
            for (float factor : mask.factors(step)) {
                sum += factor;
            }
            assertThat(sum).isCloseTo(KEPT, within(1e-4));
        }
    }

    @Test
    void withoutALearningRateItIsTheImportanceRanking() {
        double[] importance = random(4);
        LearnedMask mask = new LearnedMask(budget(KEPT), importance, 0, STEPS);
        mask.factors(0);
        mask.learn(new float[BLOCKS], 0);
        assertThat(mask.harden()).containsExactly(HardTopK.select(importance, KEPT));
    }

    @Test
    void keepsEverythingUnderAFullBudget() {
        LearnedMask mask = new LearnedMask(budget(BLOCKS), random(5), 0.03, STEPS);
        for (float factor : mask.factors(0)) {
            assertThat(factor).isEqualTo(1);
        }
        assertThat(mask.metrics(0)).containsEntry("soft-count", 0.0);
    }

    @Test
    void stopsWhenEqualScoresKeepTheSoftCountUp() {
        double[] equal = new double[BLOCKS];
        Arrays.fill(equal, 1);
        LearnedMask mask = new LearnedMask(budget(KEPT), equal, 0, STEPS);
        assertThatThrownBy(() -> {
                    for (int step = 0; step < STEPS; step++) {
                        mask.factors(step);
                        mask.learn(new float[BLOCKS], step);
                    }
                })
                .isInstanceOfSatisfying(PipelineException.Permanent.class, e -> assertThat(e.code())
                        .isEqualTo(ErrorCode.TRAINING_DIVERGED))
                .hasMessageContaining("soft count must fall");
    }

    @Test
    void goesOnFromItsState() {
        LearnedMask mask = new LearnedMask(budget(KEPT), random(6), 0.03, STEPS);
        LearnedMask other = new LearnedMask(budget(KEPT), new double[BLOCKS], 0.03, STEPS);
        float[] gradient = new float[BLOCKS];
        for (int step = 0; step < 20; step++) {
            mask.factors(step);
            Arrays.fill(gradient, step % BLOCKS, step % BLOCKS + 5, -1);
            mask.learn(gradient, step);
        }
        other.restore(mask.state());
        assertThat(other.factors(20)).containsExactly(mask.factors(20));
        mask.learn(gradient, 20);
        other.learn(gradient, 20);
        assertThat(other.state()).isEqualTo(mask.state());
    }

    private static double valueOf(boolean[] kept, double[] value) {
        double total = 0;
        for (int b = 0; b < value.length; b++) {
            total += kept[b] ? value[b] : 0;
        }
        return total;
    }
}
