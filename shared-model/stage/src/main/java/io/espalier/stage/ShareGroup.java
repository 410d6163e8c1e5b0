package io.espalier.stage;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the broker knows about the share group of a stage.
final class ShareGroup {

    private static final Logger LOG = LoggerFactory.getLogger(ShareGroup.class);

    private static final String DELIVERY_LIMIT = "group.share.delivery.count.limit";
    private static final int DEFAULT_DELIVERY_LIMIT = 5;

    private ShareGroup() {}

    /// Makes a new group start with the oldest record instead of the next one, and asks how often a record is
    /// delivered before the broker archives it.
    ///
    /// @throws ExecutionException if the broker does not answer
    static int configure(KafkaSettings kafka, String group) throws ExecutionException, InterruptedException {
        try (Admin admin =
                Admin.create(kafka.with(Map.of("default.api.timeout.ms", 10_000, "request.timeout.ms", 5_000)))) {
            ConfigResource resource = new ConfigResource(ConfigResource.Type.GROUP, group);
            AlterConfigOp earliest =
                    new AlterConfigOp(new ConfigEntry("share.auto.offset.reset", "earliest"), OpType.SET);
            admin.incrementalAlterConfigs(Map.of(resource, List.of(earliest)))
                    .all()
                    .get();
            return deliveryLimit(admin);
        }
    }

    private static int deliveryLimit(Admin admin) throws InterruptedException {
        try {
            Node any = admin.describeCluster().nodes().get().iterator().next();
            ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, any.idString());
            Map<ConfigResource, Config> known =
                    admin.describeConfigs(List.of(broker)).all().get();
            ConfigEntry limit = known.values().iterator().next().get(DELIVERY_LIMIT);
            return limit == null ? DEFAULT_DELIVERY_LIMIT : Integer.parseInt(limit.value());
        } catch (ExecutionException e) {
            LOG.info("{} cannot be read, taken as {}: {}", DELIVERY_LIMIT, DEFAULT_DELIVERY_LIMIT, e.getMessage());
            return DEFAULT_DELIVERY_LIMIT;
        }
    }
}
