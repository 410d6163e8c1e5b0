package io.espalier.stage;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;

/// Creates the topics that are missing, and sets how long the others are kept if nobody has. Every service calls it at
/// its start; the first one creates them.
///
/// @param partitions  of a topic that is created, >= 1; share groups need no more than one for parallel work, but
///     order is kept per run, so more spread the projections
/// @param replication copies of each record, >= 1, or -1 for the broker's default
/// @param patience    how long to wait for the broker
public record TopicSetup(int partitions, short replication, Duration patience) {

    public static final TopicSetup DEFAULT = new TopicSetup(3, (short) -1, Duration.ofSeconds(60));

    /// @throws PipelineException.Transient `BROKER_UNAVAILABLE` if the broker does not answer in time
    public void createMissing(KafkaSettings kafka) {
        int patienceMillis = Math.toIntExact(patience.toMillis());
        Map<String, Object> properties =
                kafka.with(Map.of("default.api.timeout.ms", patienceMillis, "request.timeout.ms", patienceMillis / 2));
        try (Admin admin = Admin.create(properties)) {
            List<String> earlier = new ArrayList<>();
            admin.createTopics(Topics.ALL.stream().map(this::topic).toList())
                    .values()
                    .forEach((name, created) -> {
                        if (!isNew(name, created)) {
                            earlier.add(name);
                        }
                    });
            TopicRetention.setWhereUnset(admin, earlier);
        }
    }

    private NewTopic topic(String name) {
        Optional<Short> copies = replication == -1 ? Optional.empty() : Optional.of(replication);
        NewTopic topic = new NewTopic(name, Optional.of(partitions), copies);
        Map<String, String> configuration = new HashMap<>(TopicRetention.of(name));
        if (name.equals(Topics.DEAD_LETTERS)) {
            configuration.put("max.message.bytes", Integer.toString(EventPublisher.MAX_REQUEST_BYTES));
        }
        return topic.configs(configuration);
    }

    private static boolean isNew(String name, KafkaFuture<Void> created) {
        try {
            created.get();
            return true;
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw unavailable(name, e);
            }
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(name, e);
        }
    }

    private static PipelineException unavailable(String topic, Exception cause) {
        return new PipelineException.Transient(
                ErrorCode.BROKER_UNAVAILABLE, "topic " + topic + " cannot be created: " + cause.getMessage(), cause);
    }
}
