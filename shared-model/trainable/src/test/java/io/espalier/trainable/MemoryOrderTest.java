package io.espalier.trainable;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Values of rank 4 lie channels last; nobody outside sees it.
class MemoryOrderTest {

    private static final long[] SHAPE = {2, 3, 2, 2};

    @Test
    void theChannelIsTheFastestAxisInMemory() {
        // Given
        float[] rowMajor = new float[24];
        for (int i = 0; i < rowMajor.length; i++) {
            rowMajor[i] = i;
        }

        // When
        float[] stored = MemoryOrder.stored(SHAPE, rowMajor);

        // Then
        assertThat(MemoryOrder.extents(SHAPE)).containsExactly(2, 2, 2, 3);
        for (int o = 0; o < 2; o++) {
            for (int i = 0; i < 3; i++) {
                for (int tap = 0; tap < 4; tap++) {
                    assertThat(stored[(o * 4 + tap) * 3 + i]).isEqualTo(rowMajor[(o * 3 + i) * 4 + tap]);
                }
            }
        }
        assertThat(MemoryOrder.rowMajor(SHAPE, stored)).containsExactly(rowMajor);
    }

    @Test
    void otherRanksLieRowMajor() {
        float[] values = {1, 2, 3, 4, 5, 6};
        assertThat(MemoryOrder.stored(new long[] {2, 3}, values)).isSameAs(values);
        assertThat(MemoryOrder.extents(new long[] {2, 3})).containsExactly(2, 3);
    }
}
