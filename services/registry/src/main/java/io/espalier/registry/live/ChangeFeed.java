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
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/// Listens for changed runs and hands their newest state to whoever watches. One thread, one connection.
@ApplicationScoped
public class ChangeFeed {

    private static final Logger LOG = Logger.getLogger(ChangeFeed.class);

    private static final int POLL_MILLIS = 1_000;
    private static final Duration RECONNECT = Duration.ofSeconds(2);

    private final AgroalDataSource database;
    private final RunViews views;
    private final Duration coalesce;
    private final Set<Consumer<RunView>> watchers = new CopyOnWriteArraySet<>();
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

    /// Calls `watcher` with every run that changes from now on, until the result is run.
    Runnable watch(Consumer<RunView> watcher) {
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    private void listen() {
        while (!stopped) {
            try (Connection connection = database.getConnection()) {
                subscribe(connection);
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
            views.of(changed).forEach(view -> watchers.forEach(watcher -> watcher.accept(view)));
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
