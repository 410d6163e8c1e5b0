package io.espalier.service;

import io.espalier.artifacts.Storage;
import io.espalier.contracts.PipelineEvent;
import io.espalier.stage.StageWorker;
import io.espalier.stage.TopicSetup;
import io.espalier.stage.WorkerHealth;
import io.espalier.stage.WorkerSettings;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/// Runs the service's [StageWorker] from start to shutdown.
///
/// At SIGTERM the worker is closed first: a run in work saves its state and its record goes back to the group.
@ApplicationScoped
class StageHost {

    private static final Logger LOG = Logger.getLogger(StageHost.class);

    private final BrokerConfig broker;
    private final StageService<?> service;
    private final StageWorker<?> worker;

    StageHost(BrokerConfig broker, StageService<?> service, Storage storage) {
        this.broker = broker;
        this.service = service;
        this.worker = worker(service, broker, storage);
    }

    private static <I extends PipelineEvent> StageWorker<I> worker(
            StageService<I> service, BrokerConfig broker, Storage storage) {
        return new StageWorker<>(
                WorkerSettings.of(broker.settings(), service.stage()),
                service.input(),
                service.handler(),
                storage.outcomes(),
                storage.checkpoints());
    }

    void start(@Observes StartupEvent started) {
        TopicSetup.DEFAULT.createMissing(broker.settings());
        worker.start();
        LOG.infof("works stage=%s broker=%s", service.stage().label(), broker.bootstrapServers());
    }

    void stop(@Observes ShutdownEvent stopping) {
        worker.close();
    }

    WorkerHealth health() {
        return worker.health();
    }
}
