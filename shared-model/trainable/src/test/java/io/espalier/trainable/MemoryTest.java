package io.espalier.trainable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.espalier.contracts.LossSpec;
import io.espalier.contracts.Task;
import io.espalier.datasets.Batch;
import io.espalier.trainable.loss.Loss;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Long runs do not grow: every array made in a step is freed with it.
class MemoryTest {

    private static final Path STATUS = Path.of("/proc/self/status");

    private static final int STEPS = 300;

    /// The activations of a step are of about 125 KiB each, so one that is kept would add 36 MiB in all.
    private static final long ALLOWED_KIB = 24 * 1024;

    @Test
    void residentMemoryIsFlat() throws IOException {
        assumeTrue(Files.exists(STATUS), "resident memory is read from " + STATUS + ", which this system lacks");
        Batch batch = Networks.batch(32, 14, 1);
        try (TrainableGraph teacher = TrainableGraph.compile(Networks.tiny(), List.of(), 1);
                TrainableGraph graph =
                        TrainableGraph.compile(Networks.tiny(), List.of(new BlockFactor.Tiles("c2.w", 2, 3)), 1)) {
            // Given
            Loss loss = Loss.of(Task.IMAGE_CLASSIFICATION, new LossSpec(1, 1, 2, 0.1), teacher);
            Optimizer optimizer = new Adam(graph, 0.9, 0.999, 1e-8, 0.01);
            train(graph, optimizer, batch, loss, STEPS / 3);
            touchYoungGeneration();
            long before = residentKib();
            int held = graph.heldTensors();

            // When
            train(graph, optimizer, batch, loss, STEPS);

            // Then
            assertThat(residentKib() - before).isLessThan(ALLOWED_KIB);
            assertThat(graph.heldTensors()).isEqualTo(held).isPositive();
        }
    }

    @Test
    void thePeakCountsMemoryOutsideOfTheHeap() throws IOException {
        assumeTrue(Files.exists(STATUS), "resident memory is read from " + STATUS + ", which this system lacks");
        // Given
        long before = residentKib() * 1024;
        int touched = 64 * 1024 * 1024;

        // When
        ByteBuffer memory = ByteBuffer.allocateDirect(touched);
        for (int i = 0; i < touched; i += 1024) {
            memory.put(i, (byte) 1);
        }

        // Then
        assertThat(Memory.peakResidentBytes()).isGreaterThanOrEqualTo(before + touched - ALLOWED_KIB * 1024);
        assertThat(Memory.knownToTheJvm()).isGreaterThan(touched).isLessThan(2 * Memory.peakResidentBytes());
    }

    private static void train(TrainableGraph graph, Optimizer optimizer, Batch batch, Loss loss, int steps) {
        for (int step = 0; step < steps; step++) {
            graph.backward(batch, loss);
            graph.factorGradients();
            optimizer.step(1e-3);
            Networks.logits(graph, batch);
        }
    }

    /// Fills the heap's young generation once, so that what Java itself allocates later reuses resident pages.
    private static void touchYoungGeneration() {
        long before = collections();
        long sum = 0;
        while (collections() == before) {
            sum += new byte[64 * 1024].length;
        }
        assertThat(sum).isPositive();
    }

    private static long collections() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }

    private static long residentKib() throws IOException {
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
