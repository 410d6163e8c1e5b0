package io.espalier.cli.bench.accuracy;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.Json;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.Sha256;
import io.espalier.trainable.StepBenchmark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `provenance.json`: what the cells of a folder were made with, one entry each time the command was given.
///
/// @param sessions oldest first
record Provenance(List<Session> sessions) {

    private static final int CODE_DIGITS = 12;

    /// @param begun       UTC
    /// @param command     arguments as they were given
    /// @param engine      that trains: `PyTorch 2.7.1`
    /// @param java        version and vendor
    /// @param system      name, version and architecture
    /// @param processor   as the system names it
    /// @param cores       that the process may use
    /// @param threads     of the training engine
    /// @param seeds       of the cells
    /// @param commit      checked out beside the launcher when the session began; absent if that is not known
    /// @param code        digest over `jars`, which each cell names
    /// @param jars        SHA-256 of Espalier's own jars: the code that ran, whatever is checked out
    record Session(
            Instant begun,
            List<String> command,
            String engine,
            String java,
            String system,
            String processor,
            int cores,
            int threads,
            List<Long> seeds,
            @Nullable String commit,
            @Nullable String code,
            Map<String, String> jars) {

        static Session now(List<String> command, int threads, List<Long> seeds) throws IOException {
            Map<String, String> jars = ownJars();
            return new Session(
                    Instant.now(),
                    List.copyOf(command),
                    StepBenchmark.engine(),
                    Runtime.version() + ", " + System.getProperty("java.vendor"),
                    System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                            + System.getProperty("os.arch"),
                    processorName(),
                    Runtime.getRuntime().availableProcessors(),
                    threads,
                    List.copyOf(seeds),
                    checkedOut(),
                    digest(jars),
                    jars);
        }
    }

    /// The code that runs.
    static Build build() throws IOException {
        return new Build(digest(ownJars()), checkedOut());
    }

    private static String digest(Map<String, String> jars) {
        return Sha256.hex(Json.write(jars)).substring(0, CODE_DIGITS);
    }

    /// Adds a session to what the folder says already.
    ///
    /// @throws PipelineException.Permanent `REQUEST_INVALID` if the file there is another one
    static void add(Path directory, Session session) throws IOException {
        Files.createDirectories(directory);
        Path file = directory.resolve("provenance.json");
        List<Session> sessions = new ArrayList<>();
        if (Files.exists(file)) {
            try {
                sessions.addAll(
                        Json.read(Files.readAllBytes(file), Provenance.class).sessions());
            } catch (PipelineException.Permanent e) {
                throw new PipelineException.Permanent(
                        ErrorCode.REQUEST_INVALID, file + " is not a provenance; name another --output", e);
            }
        }
        sessions.add(session);
        Files.write(file, Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(new Provenance(sessions)));
    }

    /// Linux tells it in a file; elsewhere the architecture has to do.
    private static String processorName() throws IOException {
        Path file = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(file)) {
            return System.getProperty("os.arch");
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        }
    }

    /// What `HEAD` of a Git checkout points to.
    private static @Nullable String checkedOut() throws IOException {
        String root = System.getProperty("espalier.root", "");
        Path head = Path.of(root, ".git", "HEAD");
        if (root.isEmpty() || !Files.isRegularFile(head)) {
            return null;
        }
        String text = Files.readString(head).strip();
        if (!text.startsWith("ref: ")) {
            return text;
        }
        Path branch = head.resolveSibling(text.substring("ref: ".length()));
        return Files.isRegularFile(branch) ? Files.readString(branch).strip() : null;
    }

    private static Map<String, String> ownJars() throws IOException {
        Map<String, String> digests = new TreeMap<>();
        for (String entry : jarPaths()) {
            Path jar = Path.of(entry);
            String name = jar.getFileName() == null ? "" : jar.getFileName().toString();
            if (name.startsWith("espalier-") && Files.isRegularFile(jar)) {
                digests.put(name, Sha256.hex(Files.readAllBytes(jar)));
            }
        }
        return digests;
    }

    /// The class path, and for a jar that names its own the files beside it.
    private static List<String> jarPaths() throws IOException {
        List<String> paths = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(java.io.File.pathSeparator)) {
            paths.add(entry);
            Path library = Path.of(entry).toAbsolutePath().resolveSibling("lib");
            if (entry.endsWith(".jar") && Files.isDirectory(library)) {
                try (Stream<Path> files = Files.list(library)) {
                    files.map(Path::toString).forEach(paths::add);
                }
            }
        }
        return paths;
    }
}
