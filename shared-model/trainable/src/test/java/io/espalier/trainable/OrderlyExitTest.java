package io.espalier.trainable;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Terminates a real process.
class OrderlyExitTest {

    /// Says that it computes, and how it ended.
    static final class Computation {

        private Computation() {}

        public static void main(String[] arguments) throws Exception {
            OrderlyExit.compute(() -> {
                System.out.println("computing");
                while (!Thread.currentThread().isInterrupted()) {
                    Thread.onSpinWait();
                }
                System.out.println("left the step");
                return 0;
            });
        }
    }

    @Test
    void theComputationLeavesItsStepBeforeTheProcessEnds() throws IOException, InterruptedException {
        // Given
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx32m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Computation.class.getName()))
                .redirectErrorStream(true)
                .start();
        try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(said.readLine()).isEqualTo("computing");

            // When
            process.toHandle().destroy();

            // Then
            assertThat(said.lines()).containsExactly("left the step", "interrupted");
        }
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(143);
    }

    @Test
    void aComputationThatEndsLeavesNothingBehind() throws Exception {
        assertThat(OrderlyExit.compute(() -> 7)).isEqualTo(7);
    }
}
