package io.espalier.stage;

import io.espalier.artifacts.FileStorage;
import io.espalier.artifacts.OutcomeStore;
import io.espalier.contracts.ModelIngested;
import io.espalier.contracts.PipelineEvent;
import io.espalier.contracts.Stage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;

/// A topic with one partition for one test, and the workers that share it.
final class WorkBench implements AutoCloseable {

    private final KafkaSettings kafka;
    private final String topic;
    private final EventPublisher publisher;
    private final FileStorage storage;
    private final List<StageWorker<ModelIngested>> workers = new ArrayList<>();
    private final List<Inbox> inboxes = new ArrayList<>();

    WorkBench(KafkaSettings kafka, String topic, Path directory) {
        this.kafka = kafka;
        this.topic = topic;
        this.publisher = new EventPublisher(kafka);
        this.storage = new FileStorage(directory);
        try (Admin admin = Admin.create(kafka.with(Map.of()))) {
            admin.createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.empty())))
                    .all()
                    .get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    void submit(PipelineEvent event) {
        ProducerRecord<byte[], byte[]> encoded = EventCodec.encode(event);
        publisher.append(new ProducerRecord<>(topic, null, null, encoded.key(), encoded.value(), encoded.headers()));
    }

    void submitBytes(String key, String value) {
        publisher.append(new ProducerRecord<>(
                topic, key.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8)));
    }

    StageWorker<ModelIngested> startWorker(int maxAttempts, StageHandler<ModelIngested> handler) {
        return startWorker(maxAttempts, handler, storage.outcomes());
    }

    StageWorker<ModelIngested> startWorker(
            int maxAttempts, StageHandler<ModelIngested> handler, OutcomeStore outcomes) {
        WorkerSettings settings = new WorkerSettings(
                kafka, Stage.EVALUATION, topic, maxAttempts, Backoff.DEFAULT, Duration.ofMillis(500));
        StageWorker<ModelIngested> worker =
                new StageWorker<>(settings, ModelIngested.class, handler, outcomes, storage.checkpoints());
        workers.add(worker);
        worker.start();
        return worker;
    }

    OutcomeStore outcomes() {
        return storage.outcomes();
    }

    /// What is written to `topicToRead`.
    Inbox inbox(String topicToRead) {
        Inbox inbox = new Inbox(kafka, topicToRead);
        inboxes.add(inbox);
        return inbox;
    }

    String topic() {
        return topic;
    }

    @Override
    public void close() {
        workers.forEach(StageWorker::close);
        inboxes.forEach(Inbox::close);
        publisher.close();
    }
}
