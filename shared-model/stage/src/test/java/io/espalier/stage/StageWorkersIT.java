package io.espalier.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.espalier.artifacts.Checkpoint;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.ModelIngested;
import io.espalier.contracts.PipelineEvent;
import io.espalier.contracts.StageFailed;
import io.espalier.contracts.Topics;
import io.espalier.testkit.TestPlatform;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What several workers of one stage, on one partition, make of each other's stops and deaths.
@Timeout(60)
class StageWorkersIT {

    private static final KafkaSettings KAFKA =
            KafkaSettings.of(TestPlatform.kafka().bootstrapServers());

    private final List<Integer> attempts = new CopyOnWriteArrayList<>();

    @TempDir
    private Path directory;

    private ModelIngested event;
    private WorkBench bench;

    @BeforeAll
    static void createTopics() {
        new TopicSetup(1, (short) 1, Duration.ofSeconds(30)).createMissing(KAFKA);
    }

    @BeforeEach
    void lay(TestInfo test) {
        event = Samples.ingested(test.getDisplayName());
        bench = new WorkBench(KAFKA, test.getTestMethod().orElseThrow().getName(), directory);
    }

    @AfterEach
    void clear() {
        bench.close();
    }

    @Test
    void workInParallelOnOnePartition() {
        CyclicBarrier together = new CyclicBarrier(2);
        StageHandler<ModelIngested> meet = (asked, context) -> {
            meet(together);
            return Samples.pruned(asked);
        };
        ModelIngested other = Samples.ingested("other");

        Inbox pruned = bench.inbox(Topics.PRUNED);
        bench.startWorker(4, meet);
        bench.startWorker(4, meet);
        bench.submit(event);
        bench.submit(other);

        assertThat(pruned.awaitEvents(event.runId(), 1)).hasSize(1);
        assertThat(pruned.awaitEvents(other.runId(), 1)).hasSize(1);
    }

    @Test
    void keepTheirHandsOffARecordInWorkForLongerThanItsLock() {
        StageHandler<ModelIngested> slow = (asked, context) -> {
            attempts.add(context.attempt());
            pause(Duration.ofMillis(TestPlatform.LOCK_MILLIS * 2L));
            return Samples.pruned(asked);
        };

        Inbox pruned = bench.inbox(Topics.PRUNED);
        bench.startWorker(4, slow);
        bench.startWorker(4, slow);
        bench.submit(event);

        pruned.awaitEvents(event.runId(), 1);
        assertThat(attempts).containsExactly(1);
    }

    @Test
    void finishWhatAClosedWorkerLeftFromItsCheckpoint() throws InterruptedException {
        CountDownLatch working = new CountDownLatch(1);
        StageHandler<ModelIngested> untilStopped = (asked, context) -> {
            working.countDown();
            await().until(context::stopping);
            context.checkpoints().save(7, new byte[] {42});
            throw new StageInterrupted();
        };
        StageHandler<ModelIngested> goOn = (asked, context) -> {
            attempts.add(context.attempt());
            Checkpoint checkpoint = context.checkpoints().newest().orElseThrow();
            assertThat(checkpoint.step()).isEqualTo(7);
            assertThat(checkpoint.state()).containsExactly(42);
            return Samples.pruned(asked);
        };

        Inbox pruned = bench.inbox(Topics.PRUNED);
        bench.submit(event);
        StageWorker<ModelIngested> first = bench.startWorker(4, untilStopped);
        assertThat(working.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(first.health().run()).isEqualTo(event.runId());
        assertThat(first.health().state()).isEqualTo(WorkerHealth.State.WORKING);

        first.close();
        bench.startWorker(4, goOn);

        pruned.awaitEvents(event.runId(), 1);
        // The second delivery is the very next one: the first worker gave the record back, and no lock ran out.
        assertThat(attempts).containsExactly(2);
        assertThat(first.health().state()).isEqualTo(WorkerHealth.State.STOPPED);
    }

    @Test
    void takeOverFromAWorkerThatIgnoresTheStop() throws InterruptedException {
        CountDownLatch working = new CountDownLatch(1);
        StageHandler<ModelIngested> stubborn = (asked, context) -> {
            working.countDown();
            pause(Duration.ofMinutes(5)); // Throws when it is interrupted: not the run's fault.
            return Samples.pruned(asked);
        };

        Inbox pruned = bench.inbox(Topics.PRUNED);
        bench.submit(event);
        StageWorker<ModelIngested> first = bench.startWorker(4, stubborn);
        assertThat(working.await(30, TimeUnit.SECONDS)).isTrue();

        first.close();
        bench.startWorker(4, this::succeed);

        pruned.awaitEvents(event.runId(), 1);
        assertThat(attempts).containsExactly(2);
    }

    @Test
    void getACopyOfARecordWhoseLastAttemptWasStopped() throws InterruptedException {
        CountDownLatch working = new CountDownLatch(1);
        StageHandler<ModelIngested> untilStopped = (asked, context) -> {
            working.countDown();
            await().until(context::stopping);
            throw new StageInterrupted();
        };

        Inbox pruned = bench.inbox(Topics.PRUNED);
        Inbox work = bench.inbox(bench.topic());
        bench.submit(event);
        StageWorker<ModelIngested> first = bench.startWorker(1, untilStopped);
        assertThat(working.await(30, TimeUnit.SECONDS)).isTrue();

        first.close();
        bench.startWorker(1, this::succeed);

        pruned.awaitEvents(event.runId(), 1);
        assertThat(attempts).containsExactly(2);
        assertThat(work.events(event.runId())).containsExactly(event, event);
    }

    @Test
    void buryARecordWhoseWorkerDiedInItsLastAttempt() {
        Inbox failures = bench.inbox(Topics.FAILURES);
        Inbox deadLetters = bench.inbox(Topics.DEAD_LETTERS);
        bench.submit(event);
        takeAndDie();

        bench.startWorker(1, this::succeed);

        assertThat(failures.awaitEvents(event.runId(), 1).getFirst())
                .isInstanceOfSatisfying(StageFailed.class, failed -> assertThat(failed.code())
                        .isEqualTo(ErrorCode.DELIVERIES_EXHAUSTED));
        assertThat(deadLetters.awaitEvents(event.runId(), 1)).containsExactly(event);
        assertThat(attempts).isEmpty();
    }

    /// A member of the group that takes the record and is gone without a word about it.
    private void takeAndDie() {
        try (KafkaShareConsumer<byte[], byte[]> dying = new KafkaShareConsumer<>(
                KAFKA.with(Map.of("group.id", "espalier-evaluation", "share.acknowledgement.mode", "explicit")),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            ShareGroup.configure(KAFKA, "espalier-evaluation");
            dying.subscribe(List.of(bench.topic()));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> !dying.poll(Duration.ofMillis(200)).isEmpty());
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private PipelineEvent succeed(ModelIngested asked, StageContext context) {
        attempts.add(context.attempt());
        return Samples.pruned(asked);
    }

    private static void meet(CyclicBarrier together) {
        try {
            together.await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void pause(Duration length) {
        try {
            Thread.sleep(length);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
