package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs the launcher in a copy of the project that holds only what it looks at, with JDKs made of shell scripts.
class LauncherTest {

    private static final Path LAUNCHER =
            Path.of("..", "espalier").toAbsolutePath().normalize();

    @TempDir
    Path directory;

    private Path root;

    @BeforeEach
    void copyOfTheProject() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "the launcher needs a POSIX shell");
        root = Files.createDirectories(directory.resolve("project"));
        executable(root.resolve("espalier"), Files.readString(LAUNCHER));
        executable(root.resolve("mvnw"), """
                #!/bin/sh
                echo "mvnw $*" >> calls
                [ ! -e fails ] || { echo '[ERROR] something is wrong'; exit 1; }
                mkdir -p cli/target && touch cli/target/espalier-cli.jar
                """);
        Files.createDirectories(root.resolve("cli/src/main/java"));
    }

    @Test
    void withoutAJdkItSaysWhatToInstall() throws Exception {
        // Given
        String elsewhere =
                Files.readString(LAUNCHER).replaceAll("(/usr/lib/jvm|/usr/local|/opt|/Library)/", "/nowhere/");
        executable(root.resolve("espalier"), elsewhere);

        // When
        Outcome outcome = launch(Map.of("JAVA_HOME", jdk("old", 17).toString()), "--version");

        // Then
        assumeFalse(outcome.output().contains("building"), "this machine has a new JDK on its plain PATH");
        assertThat(outcome.status()).isEqualTo(ExitCodes.FAILED);
        assertThat(outcome.output())
                .startsWith("espalier: no JDK 21 or newer found. Install one")
                .hasLineCount(1);
    }

    @Test
    void buildsOnceAndPassesArgumentsOn() throws Exception {
        // Given
        Map<String, String> environment = Map.of("JAVA_HOME", jdk("new", 21).toString());

        // When
        Outcome first = launch(environment, "push", "a b", "--spec", "c");
        Outcome second = launch(environment, "runs");

        // Then
        assertThat(first.output()).contains("the first time takes a few minutes", "[push] [a b] [--spec] [c]");
        assertThat(first.output()).contains("-Despalier.root=" + root.toRealPath(), "OMP_WAIT_POLICY=PASSIVE 1000");
        assertThat(second.output()).doesNotContain("building").contains("[runs]");
        assertThat(calls()).hasLineCount(1).contains("package");
    }

    @Test
    void buildsAgainWhenASourceChanges() throws Exception {
        Map<String, String> environment = Map.of("JAVA_HOME", jdk("new", 25).toString());
        launch(environment, "runs");
        Files.setLastModifiedTime(
                root.resolve("target/build.stamp"), java.nio.file.attribute.FileTime.fromMillis(1_700_000_000_000L));
        Files.writeString(root.resolve("cli/src/main/java/New.java"), "");

        assertThat(launch(environment, "runs").output()).contains("building what has changed");
        assertThat(calls()).hasLineCount(2);
    }

    @Test
    void showsTheErrorsOfAFailedBuild() throws Exception {
        Files.createFile(root.resolve("fails"));

        Outcome outcome = launch(Map.of("JAVA_HOME", jdk("new", 21).toString()), "runs");

        assertThat(outcome.status()).isEqualTo(ExitCodes.FAILED);
        assertThat(outcome.output()).contains("[ERROR] something is wrong", "the build failed", "build.log");
        assertThat(root.resolve("target/build.stamp")).doesNotExist();
    }

    @Test
    void worksThroughALinkFromAnotherFolder() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("project", "espalier"));

        Outcome outcome = launch(link, Map.of("JAVA_HOME", jdk("new", 21).toString()), "runs");

        assertThat(outcome.output()).contains("-Despalier.root=" + root.toRealPath(), "[runs]");
    }

    @Test
    void testRunsEveryCheck() throws Exception {
        launch(Map.of("JAVA_HOME", jdk("new", 21).toString()), "test", "-Dtest=X");

        assertThat(calls()).isEqualToNormalizingNewlines("mvnw -B -ntp verify -Dtest=X\n");
    }

    @Test
    void sharesTheClassesOfEstimatesWithLaterCallsAndForgetsThemAfterABuild() throws Exception {
        // Given
        Map<String, String> environment = Map.of("JAVA_HOME", jdk("new", 21).toString());
        Path archive = root.resolve("cli/target/npu-21.jsa");

        // When
        Outcome npu = launch(environment, "npu", "estimate");
        Outcome runs = launch(environment, "runs");

        // Then
        assertThat(npu.output()).contains("[-XX:SharedArchiveFile=" + root.toRealPath() + "/cli/target/npu-21.jsa]");
        assertThat(runs.output()).doesNotContain("SharedArchive").contains("[runs]");

        Files.createFile(archive);
        launch(environment, "npu", "estimate");
        assertThat(archive).as("newer than the build").exists();

        Files.setLastModifiedTime(archive, java.nio.file.attribute.FileTime.fromMillis(1_700_000_000_000L));
        launch(environment, "npu", "estimate");
        assertThat(archive).as("older than the build").doesNotExist();
    }

    private record Outcome(int status, String output) {}

    private Outcome launch(Map<String, String> environment, String... arguments) throws Exception {
        return launch(root.resolve("espalier"), environment, arguments);
    }

    private Outcome launch(Path launcher, Map<String, String> environment, String... arguments) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(java.util.stream.Stream.concat(
                                java.util.stream.Stream.of(launcher.toString()), java.util.Arrays.stream(arguments))
                        .toList())
                .directory(directory.toFile())
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", "/usr/bin:/bin", "HOME", directory.toString()));
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), output);
    }

    private String calls() throws IOException {
        return Files.readString(root.resolve("calls"));
    }

    /// A folder that looks like a JDK; its `java` prints its arguments and what it was given in the environment.
    private Path jdk(String name, int version) throws IOException {
        Path home = directory.resolve("jdks").resolve(name);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + ".0.1\"\n");
        executable(home.resolve("bin/javac"), "#!/bin/sh\n");
        executable(home.resolve("bin/java"), """
                #!/bin/sh
                echo "OMP_WAIT_POLICY=$OMP_WAIT_POLICY $GOMP_SPINCOUNT"
                for argument in "$@"; do printf '[%s] ' "$argument"; done
                """);
        return home;
    }

    private static void executable(Path file, String script) throws IOException {
        Files.writeString(file, script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
