package io.espalier.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.artifacts.FileStorage;
import io.espalier.smart.training.RunListener;
import io.espalier.stage.StageCheckpoints;
import io.espalier.stage.StageContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PassProgressTest {

    @TempDir
    Path directory;

    private final List<String> reports = new ArrayList<>();

    @Test
    void countsPassesOverTheSameImagesAsOne() {
        // Given
        PassProgress progress = new PassProgress(context(), 2);

        // When
        for (long done : new long[] {64, 100, 64, 100}) {
            progress.progressed(new RunListener.Progress("accuracy", done, 100, Map.of()));
        }

        // Then
        assertThat(reports).containsExactly("64/200", "100/200", "164/200", "200/200");
    }

    @Test
    void onePassMayComeInOneReport() {
        PassProgress progress = new PassProgress(context(), 2);

        progress.progressed(new RunListener.Progress("accuracy", 10, 10, Map.of()));
        progress.progressed(new RunListener.Progress("accuracy", 10, 10, Map.of()));

        assertThat(reports).containsExactly("10/20", "20/20");
    }

    private StageContext context() {
        return new StageContext() {
            @Override
            public int attempt() {
                return 1;
            }

            @Override
            public void progress(String phase, long done, long total, Map<String, Double> metrics) {
                reports.add(done + "/" + total);
            }

            @Override
            public StageCheckpoints checkpoints() {
                return new StageCheckpoints(new FileStorage(directory).checkpoints(), "run/evaluation");
            }

            @Override
            public boolean stopping() {
                return false;
            }
        };
    }
}
