package io.espalier.stage;

import io.espalier.contracts.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How long Kafka keeps records, [Topics#retention], as a topic's configuration. With the broker's default of 7 days a
/// run that waits longer for a worker would vanish.
final class TopicRetention {

    private static final Logger LOG = LoggerFactory.getLogger(TopicRetention.class);
    private static final String FOREVER = "-1";

    private TopicRetention() {}

    /// `retention.ms`, and `retention.bytes` without a limit: size is no reason to forget work either.
    static Map<String, String> of(String topic) {
        String millis = Topics.retention(topic)
                .map(Duration::toMillis)
                .map(String::valueOf)
                .orElse(FOREVER);
        return Map.of("retention.ms", millis, "retention.bytes", FOREVER);
    }

    /// For topics of an earlier version, or made by hand. What somebody has set stays. A broker that forbids it is
    /// only told of in the log: everything works as it did before.
    static void setWhereUnset(Admin admin, List<String> topics) {
        try {
            Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
            List<ConfigResource> named = topics.stream()
                    .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                    .toList();
            admin.describeConfigs(named).all().get().forEach((topic, config) -> {
                List<AlterConfigOp> unset = unset(topic.name(), config);
                if (!unset.isEmpty()) {
                    changes.put(topic, unset);
                }
            });
            admin.incrementalAlterConfigs(changes).all().get();
        } catch (ExecutionException e) {
            LOG.warn("set retention.ms of the topics by hand, as docs/events.md says: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<AlterConfigOp> unset(String topic, Config config) {
        List<AlterConfigOp> unset = new ArrayList<>();
        of(topic).forEach((key, value) -> {
            ConfigEntry entry = config.get(key);
            boolean own = entry != null && entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG;
            if (!own) {
                unset.add(new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET));
            }
        });
        return unset;
    }
}
