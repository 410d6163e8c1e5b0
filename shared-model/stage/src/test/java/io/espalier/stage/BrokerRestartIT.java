package io.espalier.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.ModelIngested;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.Topics;
import io.espalier.embedded.EmbeddedKafka;
import io.espalier.testkit.TestPlatform;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The broker goes away in the middle of a run, and comes back.
class BrokerRestartIT {

    @TempDir
    private Path directory;

    @Test
    void losesNothingAndRepeatsNothing() throws InterruptedException {
        EmbeddedKafka broker = TestPlatform.startKafka(directory.resolve("kafka"), 0);
        KafkaSettings kafka = KafkaSettings.of(broker.bootstrapServers());
        new TopicSetup(1, (short) 1, Duration.ofSeconds(30)).createMissing(kafka);
        ModelIngested event = Samples.ingested("broker restart");
        List<Integer> attempts = new CopyOnWriteArrayList<>();
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch brokerIsBack = new CountDownLatch(1);
        StageHandler<ModelIngested> longWork = (asked, context) -> {
            attempts.add(context.attempt());
            working.countDown();
            context.progress("prune", 1, 2, Map.of());
            await().atMost(Duration.ofMinutes(1)).until(() -> brokerIsBack.getCount() == 0);
            return Samples.pruned(asked);
        };

        try (WorkBench bench = new WorkBench(kafka, "restart", directory.resolve("store"))) {
            bench.submit(event);
            StageWorker<ModelIngested> worker = bench.startWorker(4, longWork);
            assertThat(working.await(30, TimeUnit.SECONDS)).isTrue();

            broker.close();
            refusesToPublish(kafka, event);
            WorkerHealth away = worker.health();
            broker = TestPlatform.startKafka(directory.resolve("kafka"), broker.port());
            brokerIsBack.countDown();

            assertThat(away.state()).isEqualTo(WorkerHealth.State.WORKING);
            assertThat(away.brokerReachable()).isFalse();
            assertThat(away.lastSign()).isAfter(Instant.now().minusSeconds(30));
            assertThat(bench.inbox(Topics.PRUNED).awaitEvents(event.runId(), 1)).hasSize(1);
            assertThat(attempts).containsExactly(1);
            await().atMost(Duration.ofSeconds(30))
                    .until(() ->
                            worker.health().brokerReachable() && worker.health().state() == WorkerHealth.State.IDLE);
        } finally {
            broker.close();
        }
    }

    private static void refusesToPublish(KafkaSettings kafka, ModelIngested event) {
        try (EventPublisher impatient = new EventPublisher(kafka, Duration.ofSeconds(1))) {
            assertThatThrownBy(() -> impatient.publish(event))
                    .isInstanceOfSatisfying(PipelineException.Transient.class, e -> assertThat(e.code())
                            .isEqualTo(ErrorCode.BROKER_UNAVAILABLE));
        }
    }
}
