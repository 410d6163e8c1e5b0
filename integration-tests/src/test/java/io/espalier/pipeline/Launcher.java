package io.espalier.pipeline;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs `./espalier` as a user does, with a home and ports of its own.
///
/// @param home     state of this platform
/// @param portBase of its ports
record Launcher(Path home, int portBase) {

    /// @param exitCode of the process
    /// @param output   standard output and error together
    record Result(int exitCode, String output) {}

    static Path root() {
        return Path.of(System.getProperty("basedir", "."), "..")
                .toAbsolutePath()
                .normalize();
    }

    Result run(String... arguments) {
        try {
            Path output = Files.createTempFile("espalier-it", ".out");
            Process process = start(output, arguments);
            if (!process.waitFor(8, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError(
                        "no end after 8 minutes: " + List.of(arguments) + "\n" + Files.readString(output));
            }
            return new Result(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private Process start(Path output, String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(root().resolve("espalier").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("ESPALIER_HOME", home.toString());
        builder.environment().put("ESPALIER_NO_BUILD", "1");
        builder.environment().put("ESPALIER_CHECKPOINT_INTERVAL", "PT1S"); // runs here last seconds
        return builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    }

    /// What went wrong in the background, for a failure's message.
    String logs() {
        return Logs.tails(home.resolve("logs"));
    }
}
