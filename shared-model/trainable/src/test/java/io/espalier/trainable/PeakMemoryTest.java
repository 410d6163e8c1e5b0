package io.espalier.trainable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeakMemoryTest {

    private static final long LARGE = 256L << 20;

    /// 256 MiB that come and go before a stretch are not its own, but those that come and go in it are.
    @Test
    void aStretchKnowsItsOwnPeakOnly() {
        assumeTrue(Files.isWritable(Path.of("/proc/self/clear_refs")), "the kernel's peak cannot be restarted here");
        touch(); // loads the engine, which stays
        long before = Memory.residentBytes();
        PeakMemory earlier = PeakMemory.begin();
        touch();
        assertThat(earlier.bytes()).isGreaterThan(before + LARGE / 2);

        PeakMemory later = PeakMemory.begin();

        assertThat(later.bytes()).isLessThan(before + LARGE / 2);
        touch();
        assertThat(later.bytes()).isGreaterThan(before + LARGE / 2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsThereAtASampleCounts(boolean kernel) {
        PeakMemory memory = new PeakMemory(kernel);

        memory.sample();

        assertThat(memory.bytes()).isPositive().isGreaterThanOrEqualTo(Memory.residentBytes() / 2);
    }

    /// A tensor of libtorch, whose pages go back to the system when it is closed.
    private static void touch() {
        try (NDManager manager = NDManager.newBaseManager()) {
            assertThat(manager.ones(new Shape(LARGE / Float.BYTES)).size()).isPositive();
        }
    }
}
