package io.espalier.smart;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.espalier.contracts.SoftOperator;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A step on ready arrays allocates no array. The bound is what a compiler without escape analysis leaves of
/// accumulators, two a pass over the scores.
final class AllocationTest {

    private static final int N = 100_000;
    private static final long MOST_BYTES = 8_192;

    @ParameterizedTest
    @EnumSource
    void solvesAndDifferentiatesInReadyArrays(SoftOperator operator) {
        // Given
        double[] scores = new Random(1).doubles(N).toArray();
        double[] gradient = new double[N];
        SoftMask mask = SoftTopK.unweighted(operator, N, N / 2.0).solver();
        GroupTopK groups = new GroupTopK(operator, 16, 2, 4);
        double[] few = new Random(2).doubles(16).toArray();
        double[] fewGradients = new double[16];
        mask.solve(scores, 0.1, 0).gradientInto(scores, gradient);
        groups.solve(few, 0.1).gradientInto(few, fewGradients);
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();

        // When
        long before = thread.getCurrentThreadAllocatedBytes();
        mask.solve(scores, 0.1, mask.threshold()).gradientInto(scores, gradient);
        mask.valuesInto(gradient, 0);
        groups.solve(few, 0.1).gradientInto(few, fewGradients);
        long after = thread.getCurrentThreadAllocatedBytes();

        // Then
        assertThat(after - before).isLessThan(MOST_BYTES);
    }
}
