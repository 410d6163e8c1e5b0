package io.espalier.registry.fact;

import io.espalier.contracts.PipelineException;
import io.espalier.contracts.Topics;
import io.espalier.registry.RegistryConfig;
import io.espalier.stage.EventPublisher;
import io.espalier.stage.FactsConsumer;
import io.espalier.stage.KafkaSettings;
import io.espalier.stage.TopicSetup;
import io.espalier.stage.WorkerHealth;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.InstantSource;
import java.util.List;
import org.jboss.logging.Logger;

/// Reads the topics into the projection. Outcomes and progress have a consumer each, so that a flood of progress
/// delays no decision.
@ApplicationScoped
public class FactsIntake {

    private static final Logger LOG = Logger.getLogger(FactsIntake.class);

    private static final List<String> OUTCOMES = List.of(
            Topics.SUBMISSIONS, Topics.INGESTED, Topics.PRUNED, Topics.FINETUNED, Topics.EVALUATED, Topics.FAILURES);

    private final KafkaSettings kafka;
    private final FactsConsumer outcomes;
    private final FactsConsumer progress;
    private final Thread starter =
            Thread.ofPlatform().daemon().name("facts-start").unstarted(this::startConsumers);

    FactsIntake(
            KafkaSettings kafka,
            RegistryConfig config,
            FactProjection projection,
            EventPublisher publisher,
            InstantSource clock) {
        this.kafka = kafka;
        FactsAnswer handler = new FactsAnswer(projection::accept, publisher, clock);
        String group = config.group();
        this.outcomes = new FactsConsumer(kafka, group, OUTCOMES, handler, handler::unread);
        this.progress = new FactsConsumer(kafka, group + "-progress", List.of(Topics.PROGRESS), handler);
    }

    /// The REST interface is there at once; facts follow as soon as the broker answers.
    void start(@Observes StartupEvent started) {
        starter.start();
    }

    private void startConsumers() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                TopicSetup.DEFAULT.createMissing(kafka);
                outcomes.start();
                progress.start();
                return;
            } catch (PipelineException.Transient e) {
                LOG.warnf("facts wait for the broker: %s", e.getMessage());
            }
        }
    }

    void stop(@Observes ShutdownEvent stopping) {
        starter.interrupt();
        outcomes.close();
        progress.close();
    }

    /// Whether the broker has not answered yet, so that no consumer runs.
    boolean starting() {
        return starter.isAlive();
    }

    /// Of the outcomes first, then of the progress.
    List<WorkerHealth> health() {
        return List.of(outcomes.health(), progress.health());
    }
}
