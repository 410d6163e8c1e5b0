package io.espalier.cli.bench.accuracy;

import io.espalier.contracts.Json;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.RunSpec;
import io.espalier.contracts.RunSpecReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/// `results.jsonl`: finished cells, one line each, in the order in which they ended.
final class Results {

    private final Path file;

    Results(Path directory) {
        this.file = directory.resolve("results.jsonl");
    }

    /// All lines that are whole: a process that was killed while it wrote leaves a part of one.
    List<CellResult> all() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        return Files.readAllLines(file).stream()
                .map(Results::parse)
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<CellResult> parse(String line) {
        try {
            return Optional.of(Json.read(line.getBytes(StandardCharsets.UTF_8), CellResult.class));
        } catch (PipelineException.Permanent e) {
            return Optional.empty();
        }
    }

    /// The result of a cell on this model, these images and by this spec: of the build that runs if there is one, else
    /// the newest.
    ///
    /// A spec of an earlier version is read as that version's users would have written it today: keys that it
    /// does not have yet take their defaults.
    static Optional<CellResult> of(Cell cell, Workbench bench, List<CellResult> results) {
        return results.stream()
                .filter(result -> result.cell().equals(cell))
                .filter(result -> isOf(bench, result.inputs()))
                .filter(result -> isBy(cell.spec(bench.base()), result.inputs()))
                .reduce((one, later) -> isOwn(bench, one) && !isOwn(bench, later) ? one : later);
    }

    /// Whether the code that runs now made it.
    static boolean isOwn(Workbench bench, CellResult result) {
        return result.build().isSameCodeAs(bench.build());
    }

    private static boolean isOf(Workbench bench, CellResult.Inputs inputs) {
        return inputs.model().equals(bench.modelDigest())
                && inputs.train().equals(bench.train().digest())
                && inputs.validation().equals(bench.validation().digest());
    }

    private static boolean isBy(RunSpec spec, CellResult.Inputs inputs) {
        try {
            return RunSpecReader.read(inputs.spec().toString()).equals(spec);
        } catch (PipelineException.Permanent e) {
            return false; // by a spec that no longer exists
        }
    }

    void append(CellResult result) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        String line = new String(Json.write(result), StandardCharsets.UTF_8);
        String before = endsInsideALine() ? "\n" : "";
        Files.writeString(file, before + line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private boolean endsInsideALine() throws IOException {
        if (!Files.exists(file) || Files.size(file) == 0) {
            return false;
        }
        byte[] bytes = Files.readAllBytes(file);
        return bytes[bytes.length - 1] != '\n';
    }
}
