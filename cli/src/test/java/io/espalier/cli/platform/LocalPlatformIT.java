package io.espalier.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Starts real processes, but small ones.
class LocalPlatformIT {

    @TempDir
    Path directory;

    private Home home;
    private Home.Settings settings;
    private LocalPlatform platform;
    private final List<String> said = new ArrayList<>();

    @BeforeEach
    void atFreePorts() throws IOException {
        home = new Home(directory);
        settings = new Home.Settings(freeBase(), directory.resolve("data"));
        platform = new LocalPlatform(home, (component, at, with) -> java(kind(component, with)));
    }

    @AfterEach
    void stop() {
        platform.down(line -> {});
    }

    @Test
    void startsEverythingOnceAndStopsIt() {
        // When
        List<Component> started = platform.up(settings, said::add);

        // Then
        assertThat(started).containsExactly(Component.values());
        assertThat(said).hasSize(6).startsWith("platform is ready").contains("registry is ready");
        assertThat(platform.isReady()).isTrue();
        assertThat(platform.status()).allMatch(ComponentStatus::isReady).allMatch(row -> row.pid() != null);
        assertThat(platform.up(settings, line -> {})).isEmpty();
        assertThat(platform.down(line -> {})).containsExactlyInAnyOrder(Component.values());
        assertThat(platform.status()).noneMatch(ComponentStatus::isReady).allMatch(row -> row.pid() == null);
        assertThat(platform.down(line -> {})).isEmpty();
    }

    @Test
    void startsOnlyWhatIsMissing() {
        // Given
        platform.up(settings, line -> {});
        new PidFile(home.pidFile(Component.PRUNING)).running().orElseThrow().destroyForcibly();

        // When
        List<Component> started = platform.up(settings, line -> {});

        // Then
        assertThat(started).containsExactly(Component.PRUNING);
        assertThat(directory.resolve("logs/pruning.log.1")).exists();
    }

    @Test
    void namesThePortThatIsTaken() throws IOException {
        int port = Component.FINETUNING.port(settings.portBase());
        try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> platform.up(settings, line -> {}))
                    .isInstanceOfSatisfying(
                            PipelineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PORT_IN_USE))
                    .hasMessageContaining("port " + other.getLocalPort() + " (finetuning)")
                    .hasMessageContaining("--port-base");
        }
        assertThat(platform.status()).allMatch(row -> row.pid() == null);
    }

    @Test
    void leavesADatabaseThatAKilledPlatformLeftToTheNextPlatform() throws IOException {
        // Given
        Files.createDirectories(home.databasePidFile().getParent());
        Files.createFile(home.databasePidFile());
        int port = settings.portBase() + Component.DATABASE_OFFSET;
        try (ServerSocket orphan = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(orphan.isBound()).isTrue();

            // When, Then: it was started, and the small one cannot stop the orphan
            assertThatThrownBy(() -> platform.up(settings, line -> {}))
                    .hasMessageContaining("platform ended while starting");
        }
    }

    @Test
    void showsTheLogOfWhatCannotStart() {
        LocalPlatform broken = new LocalPlatform(
                home,
                (component, at, with) ->
                        java(component == Component.INGEST ? List.of("broken") : kind(component, with)));

        assertThatThrownBy(() -> broken.up(settings, line -> {}))
                .isInstanceOf(PipelineException.Permanent.class)
                .hasMessageContaining("ingest ended while starting")
                .hasMessageContaining("stop it with `./espalier down`")
                .hasMessageContaining("the disk is made of cheese");
    }

    @Test
    void doesNotMoveARunningPlatform() {
        platform.up(settings, line -> {});

        assertThatThrownBy(() -> platform.up(new Home.Settings(1024, directory), line -> {}))
                .isInstanceOf(PipelineException.Permanent.class)
                .hasMessageContaining("port base " + settings.portBase())
                .hasMessageContaining("espalier down");
    }

    private List<String> kind(Component component, Home.Settings with) {
        return component == Component.PLATFORM
                ? List.of(
                        "platform",
                        home.platformReadyFile().toString(),
                        String.valueOf(component.port(with.portBase())),
                        String.valueOf(with.portBase() + Component.DATABASE_OFFSET))
                : List.of("service");
    }

    private static List<String> java(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                "target/test-classes",
                FakeComponent.class.getName()));
        command.addAll(arguments);
        command.set(5, Path.of("target/test-classes").toAbsolutePath().toString());
        return command;
    }

    /// A base whose ports are free now; tests on one machine may run beside each other.
    private static int freeBase() throws IOException {
        for (int base = 20_000 + (int) (ProcessHandle.current().pid() % 300) * 100; base < 60_000; base += 100) {
            int wanted = base;
            try {
                Map<Integer, String> ports = new HashMap<>();
                Stream.of(Component.values()).forEach(component -> ports.putAll(component.ports(wanted)));
                Ports.requireFree(ports, base);
                return base;
            } catch (PipelineException e) {
                // taken, the next one
            }
        }
        throw new IOException("no free ports");
    }
}
