package io.espalier.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What processes wrote to their logs, for a failure's message.
final class Logs {

    private Logs() {}

    /// The last lines of every file in `folder`.
    static String tails(Path folder) {
        StringBuilder tails = new StringBuilder();
        try (var files = Files.list(folder)) {
            for (Path log : files.sorted().toList()) {
                List<String> lines = Files.readAllLines(log);
                tails.append("== ").append(log.getFileName()).append('\n');
                lines.subList(Math.max(0, lines.size() - 15), lines.size())
                        .forEach(line -> tails.append(line).append('\n'));
            }
        } catch (IOException e) {
            tails.append(e);
        }
        return tails.toString();
    }
}
