package io.espalier.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WholeFilesTest {

    @TempDir
    Path directory;

    @Test
    void filesReplaceThoseOfAnEarlierRun() throws IOException {
        Path out = directory.resolve("a/b");

        WholeFiles.write(out, files(out, 1));
        WholeFiles.write(out, files(out, 2));

        assertThat(names(out)).containsExactly("mask.json", "model.onnx");
        assertThat(Files.readAllBytes(out.resolve("model.onnx"))).containsExactly(2);
    }

    /// The second file cannot be staged: a folder has its temporary name.
    @Test
    void aFailedWriteLeavesTheEarlierRunAlone() throws IOException {
        WholeFiles.write(directory, files(directory, 1));
        Path blocker = Files.createDirectories(directory.resolve("model.onnx.part/x"));

        assertThatThrownBy(() -> WholeFiles.write(directory, files(directory, 2)))
                .isInstanceOfSatisfying(PipelineException.Transient.class, e -> assertThat(e.code())
                        .isEqualTo(ErrorCode.STORE_UNAVAILABLE))
                .hasMessageContaining(directory.toString());

        Files.delete(blocker);
        assertThat(Files.readAllBytes(directory.resolve("mask.json"))).containsExactly(1);
        assertThat(Files.readAllBytes(directory.resolve("model.onnx"))).containsExactly(1);
        assertThat(names(directory)).doesNotContain("mask.json.part");
    }

    @Test
    void anOutputDirectoryThatIsAFileIsNamed() throws IOException {
        Path file = Files.write(directory.resolve("out"), new byte[1]);

        assertThatThrownBy(() -> WholeFiles.write(file, files(file, 1)))
                .isInstanceOf(PipelineException.Transient.class)
                .hasMessageContaining(file.toString());
    }

    private static SequencedMap<Path, byte[]> files(Path out, int content) {
        SequencedMap<Path, byte[]> files = new LinkedHashMap<>();
        files.put(out.resolve("mask.json"), new byte[] {(byte) content});
        files.put(out.resolve("model.onnx"), new byte[] {(byte) content});
        return files;
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
