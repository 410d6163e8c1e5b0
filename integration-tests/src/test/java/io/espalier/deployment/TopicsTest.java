package io.espalier.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.contracts.Topics;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Topic names stand in one class; whatever else names one names one of those.
class TopicsTest {

    /// `registry.submissions`, but not `registry.example.org`, `espalier.registry.group` or a file name.
    private static final Pattern NAME = Pattern.compile(
            "(?<![\\w./-])(?:registry|pipeline)\\.(?!md\\b|yaml\\b)[a-z]+(?:-[a-z]+)*(?![\\w(/-]|\\.\\w)");

    private final List<HasMetadata> production = Overlay.PRODUCTION.everything();

    @Test
    void everyTopicThatAFileNamesExists() {
        List<String> files = new ArrayList<>(List.of("docker-compose.yml", "README.md"));
        files.addAll(Checkout.files("k8s"));
        files.addAll(Checkout.files("docs").stream()
                .filter(file -> file.endsWith(".md"))
                .toList());
        for (String file : files) {
            assertThat(named(file)).as("topics in %s", file).isSubsetOf(Topics.ALL);
        }
        assertThat(named("docs/events.md")).as("topics in docs/events.md").containsAll(Topics.ALL);
    }

    @Test
    void strimziMakesEveryTopic() {
        List<GenericKubernetesResource> topics = Manifests.custom("KafkaTopic", production);
        assertThat(topics).extracting(topic -> topic.getMetadata().getName()).containsExactlyElementsOf(Topics.ALL);
        for (GenericKubernetesResource topic : topics) {
            assertThat(topic.getMetadata().getLabels())
                    .containsEntry("strimzi.io/cluster", cluster().getMetadata().getName());
            assertThat(spec(topic).keySet()).isSubsetOf("partitions", "replicas", "config");
            assertThat((int) Yaml.present(spec(topic), "replicas")).isEqualTo(brokers());
            assertThat((int) Yaml.present(spec(topic), "partitions")).isPositive();
            long retention = Topics.retention(topic.getMetadata().getName())
                    .map(Duration::toMillis)
                    .orElse(-1L);
            assertThat(((Number) Yaml.present(Yaml.map(spec(topic), "config"), "retention.ms")).longValue())
                    .as("retention of %s", topic.getMetadata().getName())
                    .isEqualTo(retention);
        }
        // Dead letters hold records that were too large for a topic's default of 1 MiB.
        assertThat(Yaml.map(spec(topics.get(Topics.ALL.indexOf(Topics.DEAD_LETTERS))), "config"))
                .containsEntry("max.message.bytes", 2 * 1024 * 1024);
    }

    @Test
    void theProductionBrokersSpeakShareGroupsAndAreFound() {
        Map<String, Object> kafka = Yaml.map(spec(cluster()), "kafka");
        assertThat((String) Yaml.present(kafka, "version")).matches("4\\.([2-9]|\\d\\d)\\.\\d+");
        assertThat(Yaml.map(kafka, "config"))
                .containsEntry("share.coordinator.state.topic.replication.factor", brokers());
        Settings.assertDeliveryLimit(
                Yaml.map(kafka, "config").get("group.share.delivery.count.limit"), "production/01-kafka.yaml");
        ConfigMap addresses =
                (ConfigMap) Overlay.PRODUCTION.read("90-addresses.yaml").get(0);
        Settings.assertServiceEnvironment(addresses.getData(), "90-addresses.yaml");
        assertThat(addresses.getData())
                .containsEntry(
                        "KAFKA_BOOTSTRAP_SERVERS", cluster().getMetadata().getName() + "-kafka-bootstrap:9092");
    }

    private static List<String> named(String file) {
        return NAME.matcher(Checkout.text(file))
                .results()
                .map(match -> match.group())
                .distinct()
                .toList();
    }

    private GenericKubernetesResource cluster() {
        return Manifests.custom("Kafka", production).get(0);
    }

    private int brokers() {
        return Stream.of(Manifests.custom("KafkaNodePool", production).get(0))
                .mapToInt(pool -> (int) Yaml.present(spec(pool), "replicas"))
                .sum();
    }

    private static Map<String, Object> spec(GenericKubernetesResource resource) {
        return Yaml.map(resource.getAdditionalProperties(), "spec");
    }
}
