package io.espalier.cli.platform;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The processes of one home: starts what is missing, stops what runs.
///
/// The processes outlive the command that starts them; pid files in the home tell later commands which they are.
public final class LocalPlatform {

    private static final Duration START_PATIENCE = Duration.ofMinutes(2);
    /// A worker takes up to 39 s to save the state of its run and to hand back its record.
    private static final Duration STOP_GRACE = Duration.ofSeconds(45);

    private static final Duration KILL_PATIENCE = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(250);

    private final Home home;
    private final Programs programs;

    public LocalPlatform(Home home, Programs programs) {
        this.home = home;
        this.programs = programs;
    }

    /// Whether every process runs and is ready.
    public boolean isReady() {
        int base = home.settings().portBase();
        return Stream.of(Component.values())
                .allMatch(component ->
                        running(component).isPresent() && Health.ask(component, home, base) == Health.READY);
    }

    /// Starts the processes that do not run, the platform before the services, and waits until all are ready.
    ///
    /// @param progress told one line per process that became ready
    /// @return the components that were started, none if all ran
    /// @throws PipelineException.Permanent `PORT_IN_USE`; `INTERNAL` if a process ends or is not ready after
    ///     two minutes
    public List<Component> up(Home.Settings settings, Consumer<String> progress) {
        return HomeLock.holding(home.lock(), () -> startMissing(settings, progress));
    }

    private List<Component> startMissing(Home.Settings settings, Consumer<String> progress) {
        List<Component> missing = Stream.of(Component.values())
                .filter(component -> running(component).isEmpty())
                .toList();
        requireSameSettings(settings, missing);
        Ports.requireFree(ports(missing, settings.portBase()), settings.portBase());
        home.write(settings);
        createDirectories(settings);
        EnumSet<Component> started = EnumSet.noneOf(Component.class);
        for (List<Component> wave : List.of(List.of(Component.PLATFORM), Component.services())) {
            wave.stream().filter(missing::contains).forEach(component -> start(component, settings, started));
            awaitReady(wave, settings, started, progress);
        }
        return List.copyOf(started);
    }

    private Map<Integer, String> ports(List<Component> components, int portBase) {
        Map<Integer, String> ports = new HashMap<>();
        components.forEach(component -> ports.putAll(component.ports(portBase)));
        if (Files.exists(home.databasePidFile())) {
            // A platform that was killed leaves its database running; the next one stops it, and refuses a stranger.
            ports.remove(portBase + Component.DATABASE_OFFSET);
        }
        return ports;
    }

    /// Stops the services, then the platform; what does not end within the grace period is killed.
    ///
    /// @param progress told one line per process that ended
    /// @return the components that ran
    public List<Component> down(Consumer<String> progress) {
        return HomeLock.holding(home.lock(), () -> {
            List<Component> stopped = new ArrayList<>(stop(Component.services(), progress));
            stopped.addAll(stop(List.of(Component.PLATFORM), progress));
            return stopped;
        });
    }

    /// One row per component, running or not.
    public List<ComponentStatus> status() {
        return Stream.of(Component.values())
                .map(component -> ComponentStatus.of(component, home, running(component)))
                .toList();
    }

    /// The settings of what runs now; the defaults if nothing does.
    public Home.Settings currentSettings() {
        boolean anyRuns = Stream.of(Component.values())
                .anyMatch(component -> running(component).isPresent());
        return anyRuns ? home.settings() : home.defaultSettings();
    }

    private Optional<ProcessHandle> running(Component component) {
        return new PidFile(home.pidFile(component)).running();
    }

    private void requireSameSettings(Home.Settings wanted, List<Component> missing) {
        if (missing.size() < Component.values().length && !wanted.equals(home.settings())) {
            throw new PipelineException.Permanent(
                    ErrorCode.REQUEST_INVALID,
                    "Espalier already runs with port base " + home.settings().portBase() + " and data directory "
                            + home.settings().dataDirectory() + "; stop it with `espalier down` to change them");
        }
    }

    private void createDirectories(Home.Settings settings) {
        try {
            Files.createDirectories(home.log(Component.PLATFORM).getParent());
            Files.createDirectories(settings.dataDirectory());
            Files.createDirectories(home.state("artifacts"));
            Files.createDirectories(home.state("cache"));
        } catch (IOException e) {
            throw new UncheckedIOException(home.directory() + " cannot be prepared", e);
        }
    }

    private void start(Component component, Home.Settings settings, Set<Component> started) {
        ProcessBuilder builder = new ProcessBuilder(programs.command(component, home, settings))
                .directory(home.directory().toFile())
                .redirectErrorStream(true)
                .redirectOutput(home.log(component).toFile());
        builder.environment().putAll(ServiceEnvironment.of(component, home, settings));
        try {
            keepEarlier(home.log(component));
            Process process = builder.start();
            new PidFile(home.pidFile(component)).write(process.toHandle());
            started.add(component);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    component.label() + " cannot be started; `./espalier down` stops what did start", e);
        }
    }

    /// A process that is started again must not wipe out why the one before it ended.
    private static void keepEarlier(Path log) throws IOException {
        if (Files.exists(log)) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private void awaitReady(
            List<Component> components, Home.Settings settings, Set<Component> started, Consumer<String> progress) {
        List<Component> pending = new ArrayList<>(components);
        long deadline = System.nanoTime() + START_PATIENCE.toNanos();
        while (!pending.isEmpty()) {
            for (Component component : List.copyOf(pending)) {
                if (Health.ask(component, home, settings.portBase()) == Health.READY) {
                    pending.remove(component);
                    progress.accept(component.label() + " is ready");
                } else if (running(component).isEmpty() && !started.contains(component)) {
                    start(component, settings, started); // it was on its way out when this command looked
                } else if (running(component).isEmpty()) {
                    throw startFailure(component, "ended while starting");
                } else if (System.nanoTime() > deadline) {
                    throw startFailure(component, "is not ready after " + START_PATIENCE.toSeconds() + " s");
                }
            }
            Pause.of(POLL);
        }
    }

    private PipelineException startFailure(Component component, String what) {
        Path log = home.log(component);
        return new PipelineException.Permanent(
                ErrorCode.INTERNAL,
                component.label() + " " + what
                        + "; what did start keeps running: stop it with `./espalier down` before another try; the log "
                        + log + " ends:\n" + LogTail.of(log));
    }

    private List<Component> stop(List<Component> components, Consumer<String> progress) {
        List<Component> live = components.stream()
                .filter(component -> running(component).isPresent())
                .toList();
        live.forEach(component -> running(component).ifPresent(ProcessHandle::destroy));
        long deadline = System.nanoTime() + STOP_GRACE.toNanos();
        live.forEach(component -> {
            boolean killed = awaitEnd(component, deadline);
            progress.accept(component.label() + (killed ? " did not end in time and was killed" : " is stopped"));
        });
        components.stream()
                .filter(component -> running(component).isEmpty())
                .forEach(component -> new PidFile(home.pidFile(component)).delete());
        return live;
    }

    private boolean awaitEnd(Component component, long deadline) {
        while (System.nanoTime() < deadline) {
            if (running(component).isEmpty()) {
                return false;
            }
            Pause.of(POLL);
        }
        Optional<ProcessHandle> late = running(component);
        late.ifPresent(ProcessHandle::destroyForcibly);
        long patience = System.nanoTime() + KILL_PATIENCE.toNanos();
        while (running(component).isPresent() && System.nanoTime() < patience) {
            Pause.of(POLL);
        }
        return late.isPresent();
    }
}
