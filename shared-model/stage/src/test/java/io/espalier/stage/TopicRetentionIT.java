package io.espalier.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.espalier.contracts.Topics;
import io.espalier.embedded.EmbeddedKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a broker says of the topics, on one of its own.
class TopicRetentionIT {

    private static final String WEEK = String.valueOf(Duration.ofDays(7).toMillis());

    @TempDir
    private Path directory;

    @Test
    void workIsKeptUntilItIsDeletedAndWhatIsWatchedIsNot() throws Exception {
        try (EmbeddedKafka broker = EmbeddedKafka.start(directory, 0);
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            // Given: two topics of an earlier version, one of them with an operator's setting
            NewTopic plain = topic(Topics.INGESTED);
            NewTopic own = topic(Topics.PRUNED).configs(Map.of("retention.ms", "86400000"));
            admin.createTopics(List.of(plain, own)).all().get();
            assertThat(configuration(admin).get(Topics.INGESTED)).containsEntry("retention.ms", WEEK);

            // When
            new TopicSetup(1, (short) 1, Duration.ofSeconds(30))
                    .createMissing(KafkaSettings.of(broker.bootstrapServers()));

            // Then
            await().until(() -> admin.listTopics().names().get().containsAll(Topics.ALL));
            Map<String, Map<String, String>> configuration = configuration(admin);
            assertThat(configuration).containsOnlyKeys(Topics.ALL);
            for (String work : List.of(
                    Topics.SUBMISSIONS,
                    Topics.INGESTED,
                    Topics.FINETUNED,
                    Topics.EVALUATED,
                    Topics.DECISIONS,
                    Topics.FAILURES)) {
                assertThat(configuration.get(work))
                        .as(work)
                        .containsEntry("retention.ms", "-1")
                        .containsEntry("retention.bytes", "-1")
                        .containsEntry("cleanup.policy", "delete");
            }
            assertThat(configuration.get(Topics.PRUNED)).containsEntry("retention.ms", "86400000");
            assertThat(configuration.get(Topics.PROGRESS)).containsEntry("retention.ms", WEEK);
            assertThat(configuration.get(Topics.DEAD_LETTERS))
                    .containsEntry(
                            "retention.ms", String.valueOf(Duration.ofDays(30).toMillis()))
                    .containsEntry("max.message.bytes", String.valueOf(EventPublisher.MAX_REQUEST_BYTES));
        }
    }

    private static NewTopic topic(String name) {
        return new NewTopic(name, Optional.of(1), Optional.of((short) 1));
    }

    private static Map<String, Map<String, String>> configuration(Admin admin)
            throws ExecutionException, InterruptedException {
        List<ConfigResource> topics = admin.listTopics().names().get().stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        return admin.describeConfigs(topics).all().get().entrySet().stream()
                .collect(Collectors.toMap(topic -> topic.getKey().name(), topic -> values(topic.getValue())));
    }

    private static Map<String, String> values(Config config) {
        return List.of("retention.ms", "retention.bytes", "cleanup.policy", "max.message.bytes").stream()
                .collect(Collectors.toMap(key -> key, key -> Objects.requireNonNull(config.get(key))
                        .value()));
    }
}
