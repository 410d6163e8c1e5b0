package io.espalier.artifacts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The promises of every [OutcomeStore] and [CheckpointStore].
@Timeout(60)
abstract class NamedStoresContract extends StorageFixture {

    @Test
    void firstOutcomeWins() {
        byte[] first = storage().outcomes().putIfAbsent("run-1/pruning", "one".getBytes(UTF_8));
        byte[] second = storage().outcomes().putIfAbsent("run-1/pruning", "two".getBytes(UTF_8));

        assertThat(List.of(new String(first, UTF_8), new String(second, UTF_8))).containsOnly("one");
        assertThat(storage().outcomes().find("run-1/pruning")).hasValue("one".getBytes(UTF_8));
        assertThat(storage().outcomes().find("run-1/finetuning")).isEmpty();
    }

    @Test
    void racingOutcomesAgreeOnOneWinner() throws Exception {
        for (int round = 0; round < 20; round++) {
            String name = "run-" + round + "/pruning";

            List<String> seen = together(
                    2,
                    () -> new String(
                            storage()
                                    .outcomes()
                                    .putIfAbsent(
                                            name,
                                            Thread.currentThread()
                                                    .getName()
                                                    .repeat(1000)
                                                    .getBytes(UTF_8)),
                            UTF_8));

            assertThat(seen).hasSize(2).allMatch(seen.get(0)::equals);
            assertThat(storage().outcomes().find(name)).hasValue(seen.get(0).getBytes(UTF_8));
        }
        assertThat(filesAtRest("")).hasSize(20);
    }

    @Test
    void refusesNamesThatLeaveTheStore() {
        for (String name : List.of("", "../x", "a/../b", "/a", "a//b", "a/", "a b", ".hidden")) {
            assertThatThrownBy(() -> storage().outcomes().find(name)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> storage().checkpoints().newest(name)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void keepsTheLastTwoCheckpoints() {
        for (long step : new long[] {8, 9, 10, 100}) {
            storage().checkpoints().save("run/pruning", step, ("state " + step).getBytes(UTF_8));
        }

        Checkpoint newest = storage().checkpoints().newest("run/pruning").orElseThrow();
        assertThat(newest.step()).isEqualTo(100);
        assertThat(newest.state()).isEqualTo("state 100".getBytes(UTF_8));
        assertThat(filesAtRest("checkpoints"))
                .extracting(f -> f.getFileName().toString())
                .containsExactlyInAnyOrder("10.ckpt", "100.ckpt");
    }

    @Test
    void fallsBackOverADamagedCheckpointAndGoesOn() throws IOException {
        // Given
        storage().checkpoints().save("run/pruning", 1, random(1000, 11));
        storage().checkpoints().save("run/pruning", 2, random(1000, 12));
        Path newest = filesAtRest("checkpoints").stream()
                .filter(f -> f.endsWith("2.ckpt"))
                .findFirst()
                .orElseThrow();
        byte[] whole = Files.readAllBytes(newest);
        byte[] flipped = whole.clone();
        flipped[whole.length / 2] ^= 4;

        for (byte[] damaged : List.of(flipped, Arrays.copyOf(whole, 500), new byte[0])) {
            // When
            storage().checkpoints().save("run/pruning", 2, random(1000, 12));
            Files.write(newest, damaged);

            // Then
            Checkpoint found = storage().checkpoints().newest("run/pruning").orElseThrow();
            assertThat(found.step()).isEqualTo(1);
            assertThat(found.state()).isEqualTo(random(1000, 11));
        }
        storage().checkpoints().save("run/pruning", 2, random(1000, 13));
        assertThat(storage().checkpoints().newest("run/pruning").orElseThrow().state())
                .isEqualTo(random(1000, 13));
    }

    @Test
    void aDamagedCheckpointOfAHigherStepDoesNotCrowdOutValidOnes() throws IOException {
        storage().checkpoints().save("run", 1, new byte[] {1});
        storage().checkpoints().save("run", 9, new byte[] {9});
        Files.write(
                filesAtRest("checkpoints").stream()
                        .filter(f -> f.endsWith("9.ckpt"))
                        .findFirst()
                        .orElseThrow(),
                new byte[3]);

        assertThat(storage().checkpoints().newest("run").orElseThrow().step()).isEqualTo(1);
        storage().checkpoints().save("run", 2, new byte[] {2});
        storage().checkpoints().save("run", 3, new byte[] {3});

        assertThat(filesAtRest("checkpoints"))
                .extracting(f -> f.getFileName().toString())
                .containsExactlyInAnyOrder("2.ckpt", "3.ckpt");
    }

    @Test
    void clearsTheCheckpointsOfOneNameOnly() {
        storage().checkpoints().save("run/pruning", 1, new byte[] {1});
        storage().checkpoints().save("run/finetuning", 1, new byte[] {2});

        storage().checkpoints().clear("run/pruning");
        storage().checkpoints().clear("run/never-saved");

        assertThat(storage().checkpoints().newest("run/pruning")).isEmpty();
        assertThat(storage().checkpoints().newest("run/finetuning")).isPresent();
    }
}
