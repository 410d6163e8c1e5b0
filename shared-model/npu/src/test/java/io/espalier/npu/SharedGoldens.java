package io.espalier.npu;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The published SCALE-Sim figures, which do not lie in this repository: where they are absent, tests are skipped.
final class SharedGoldens {

    private SharedGoldens() {}

    static Path scaleSim() {
        Path folder = Path.of(System.getProperty("espalier.shared", "../../../shared"), "goldens", "scalesim");
        assumeTrue(Files.isDirectory(folder), "skipped: no SCALE-Sim figures in " + folder);
        return folder;
    }

    /// Rows of a comma-separated file by the names in its first line.
    static List<Map<String, String>> table(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        String[] names = cells(lines.get(0));
        return lines.stream()
                .skip(1)
                .map(line -> {
                    String[] cells = cells(line);
                    Map<String, String> row = new HashMap<>();
                    for (int i = 0; i < Math.min(names.length, cells.length); i++) {
                        row.put(names[i], cells[i]);
                    }
                    return row;
                })
                .toList();
    }

    private static String[] cells(String line) {
        return Arrays.stream(line.split(",")).map(String::strip).toArray(String[]::new);
    }
}
