package io.espalier.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.artifacts.FileStorage;
import io.espalier.stage.StageInterrupted;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredCheckpointsTest {

    private static final byte[] STATE = {1, 2, 3};

    @TempDir
    Path directory;

    private RecordingContext context;

    @BeforeEach
    void freshRun() {
        context = new RecordingContext(new FileStorage(directory).checkpoints());
    }

    @Test
    void anotherWorkerFindsTheState() {
        new StoredCheckpoints(context, Duration.ofHours(1)).save(7, STATE);

        assertThat(new StoredCheckpoints(context, Duration.ofHours(1)).newest()).hasValue(STATE);
    }

    @Test
    void isDueByTheClock() {
        assertThat(new StoredCheckpoints(context, Duration.ofHours(1)).isDue()).isFalse();
        assertThat(new StoredCheckpoints(context, Duration.ZERO).isDue()).isTrue();
    }

    @Test
    void savesAndLeavesWhenTheServiceStops() {
        // Given
        StoredCheckpoints checkpoints = new StoredCheckpoints(context, Duration.ofHours(1));
        context.stopping = true;

        // When
        boolean due = checkpoints.isDue();

        // Then
        assertThat(due).isTrue();
        assertThatThrownBy(() -> checkpoints.save(8, STATE)).isInstanceOf(StageInterrupted.class);
        assertThat(checkpoints.newest()).hasValue(STATE);
    }
}
