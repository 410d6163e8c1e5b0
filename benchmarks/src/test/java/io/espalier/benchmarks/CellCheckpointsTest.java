package io.espalier.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CellCheckpointsTest {

    @TempDir
    Path directory;

    @Test
    void everyCellPhaseAndSpecHasStatesOfItsOwn() {
        Set<String> names = new HashSet<>();
        for (Cell cell : Cell.all()) {
            for (int images : new int[] {0, 1000}) {
                names.add(CellCheckpoints.name(cell, cell.spec(2, images), "first"));
                names.add(CellCheckpoints.name(cell, cell.spec(2, images), "finetune"));
            }
        }
        assertThat(names).hasSize(4 * Cell.all().size());
    }

    @Test
    void theSameSpecGoesOnFromItsStates() {
        Cell cell = Cell.all().getFirst();
        assertThat(CellCheckpoints.name(cell, cell.spec(2, 0), "first"))
                .isEqualTo(CellCheckpoints.name(cell, cell.spec(2, 0), "first"));
    }

    @Test
    void argumentsAreChecked() throws IOException {
        String model = Files.createFile(directory.resolve("m.onnx")).toString();
        assertThat(Resnet20Benchmark.areValid(new String[] {model, "d", "c", "r", "smart", "100"}))
                .isTrue();
        assertThat(Resnet20Benchmark.areValid(new String[] {model, "d", "c", "r"}))
                .isTrue();
        assertThat(Resnet20Benchmark.areValid(new String[] {model, "d", "c"})).isFalse();
        assertThat(Resnet20Benchmark.areValid(new String[] {model + "x", "d", "c", "r"}))
                .isFalse();
        assertThat(Resnet20Benchmark.areValid(new String[] {model, "d", "c", "r", "", "-1"}))
                .isFalse();
    }
}
