package io.espalier.registry.live;

import io.agroal.api.AgroalDataSource;
import io.espalier.contracts.RunId;
import io.espalier.contracts.view.RunView;
import io.espalier.registry.RegistryConfig;
import io.espalier.registry.run.RunViews;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/// Listens for changed runs and hands their newest state to whoever watches. One thread, one connection.
@ApplicationScoped
public class ChangeFeed {

    private static final Logger LOG = Logger.getLogger(ChangeFeed.class);

    private static final int POLL_MILLIS = 1_000;

    /// Runs that are told of after a lost connection; those before them have ended long ago.
    private static final int MISSED = 100;

    private static final Duration RECONNECT = Duration.ofSeconds(2);

    private final AgroalDataSource database;
    private final RunViews views;
    private final Duration coalesce;
    private final Set<Watcher> watchers = new CopyOnWriteArraySet<>();
    private final Thread listener =
            Thread.ofPlatform().daemon().name("run-changes").unstarted(this::listen);
    private volatile boolean stopped;

    ChangeFeed(AgroalDataSource database, RunViews views, RegistryConfig config) {
        this.database = database;
        this.views = views;
        this.coalesce = config.coalesce();
    }

    void start(@Observes StartupEvent started) {
        listener.start();
    }

    void stop(@Observes ShutdownEvent stopping) throws InterruptedException {
        stopped = true;
        listener.interrupt();
        listener.join(Duration.ofSeconds(5));
    }

    /// @param run the only one of interest; null = every one
    private record Watcher(@Nullable RunId run, Consumer<RunView> receiver) {

        void see(RunView view) {
            if (run == null || run.equals(view.runId())) {
                receiver.accept(view);
            }
        }
    }

    /// Calls `receiver` with every run that changes from now on, until the result is run.
    Runnable watch(Consumer<RunView> receiver) {
        return add(new Watcher(null, receiver));
    }

    /// The same for changes of one run.
    Runnable watch(RunId run, Consumer<RunView> receiver) {
        return add(new Watcher(run, receiver));
    }

    private Runnable add(Watcher watcher) {
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    private void listen() {
        while (!stopped) {
            try (Connection connection = database.getConnection()) {
                subscribe(connection);
                catchUp();
                pump(connection);
            } catch (SQLException | RuntimeException e) {
                LOG.warnf("live updates pause: %s", e.getMessage());
                pause(RECONNECT);
            }
        }
    }

    private static void subscribe(Connection connection) throws SQLException {
        try (Statement listen = connection.createStatement()) {
            listen.execute("listen " + RunChanges.CHANNEL);
        }
    }

    /// What changed while nobody listened is told by nobody else: the newest runs, and those that are watched one
    /// by one.
    private void catchUp() {
        if (watchers.isEmpty()) {
            return;
        }
        Set<RunId> watched = new LinkedHashSet<>();
        views.newest(MISSED).forEach(view -> watched.add(view.runId()));
        watchers.forEach(watcher -> Optional.ofNullable(watcher.run()).ifPresent(watched::add));
        publish(watched);
    }

    private void pump(Connection connection) throws SQLException {
        PGConnection notifications = connection.unwrap(PGConnection.class);
        while (!stopped) {
            Set<RunId> changed = changed(notifications.getNotifications(POLL_MILLIS));
            if (!changed.isEmpty()) {
                pause(coalesce);
                changed.addAll(changed(notifications.getNotifications()));
                publish(changed);
            }
        }
    }

    private static Set<RunId> changed(PGNotification[] notifications) {
        Set<RunId> runs = new LinkedHashSet<>();
        if (notifications != null) {
            for (PGNotification notification : notifications) {
                runs.add(new RunId(notification.getParameter()));
            }
        }
        return runs;
    }

    private void publish(Set<RunId> changed) {
        if (!watchers.isEmpty()) {
            views.of(changed).forEach(view -> watchers.forEach(watcher -> watcher.see(view)));
        }
    }

    private void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            stopped = true;
        }
    }
}
