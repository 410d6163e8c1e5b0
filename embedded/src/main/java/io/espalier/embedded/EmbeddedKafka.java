package io.espalier.embedded;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/// A single-node KRaft broker in this JVM, with share groups. What it stores survives a stop, and a kill.
public final class EmbeddedKafka implements AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1";

    private final KafkaRaftServer server;
    private final int port;

    private EmbeddedKafka(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /// Starts a broker, or goes on with the one that `directory` holds.
    ///
    /// @param port      on 127.0.0.1; 0 = any free one
    /// @param overrides broker properties that replace Espalier's
    /// @throws PipelineException.Permanent `PORT_IN_USE`; `REQUEST_INVALID` if another broker uses `directory`
    public static EmbeddedKafka start(Path directory, int port, Map<String, String> overrides) {
        int brokerPort = Ports.available(port, "Kafka");
        int controllerPort = Ports.available(0, "Kafka's controller");
        Properties properties = properties(directory, brokerPort, controllerPort);
        properties.putAll(overrides);
        try {
            formatIfNew(directory);
            KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
            server.startup();
            return new EmbeddedKafka(server, brokerPort);
        } catch (KafkaException e) { // Kafka's lock on the directory is the only cause that a user can meet here.
            throw new PipelineException.Permanent(
                    ErrorCode.REQUEST_INVALID, "no broker can be started in " + directory + ": " + e.getMessage(), e);
        }
    }

    public static EmbeddedKafka start(Path directory, int port) {
        return start(directory, port, Map.of());
    }

    public String bootstrapServers() {
        return LOOPBACK + ":" + port;
    }

    public int port() {
        return port;
    }

    private static Properties properties(Path directory, int brokerPort, int controllerPort) {
        String broker = "PLAINTEXT://" + LOOPBACK + ":" + brokerPort;
        String controller = LOOPBACK + ":" + controllerPort;
        Properties properties = new Properties();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", "1");
        properties.put("listeners", broker + ",CONTROLLER://" + controller);
        properties.put("advertised.listeners", broker);
        properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.put("controller.listener.names", "CONTROLLER");
        properties.put("controller.quorum.voters", "1@" + controller);
        properties.put("log.dirs", directory.toString());
        properties.put("auto.create.topics.enable", "false");
        oneCopyOfEverything(properties);
        shareGroups(properties);
        smallFootprint(properties);
        return properties;
    }

    private static void oneCopyOfEverything(Properties properties) {
        properties.put("default.replication.factor", "1");
        properties.put("offsets.topic.replication.factor", "1");
        properties.put("transaction.state.log.replication.factor", "1");
        properties.put("transaction.state.log.min.isr", "1");
        properties.put("share.coordinator.state.topic.replication.factor", "1");
        properties.put("share.coordinator.state.topic.min.isr", "1");
    }

    private static void shareGroups(Properties properties) {
        // Kafka's most: an interrupted run is handed out again many times before it is given up.
        properties.put("group.share.delivery.count.limit", "10");
        properties.put("group.initial.rebalance.delay.ms", "0");
        properties.put("group.share.min.heartbeat.interval.ms", "500");
        properties.put("group.share.heartbeat.interval.ms", "1000");
        properties.put("group.consumer.min.heartbeat.interval.ms", "500");
        properties.put("group.consumer.heartbeat.interval.ms", "1000");
    }

    private static void smallFootprint(Properties properties) {
        properties.put("offsets.topic.num.partitions", "1");
        properties.put("transaction.state.log.num.partitions", "1");
        properties.put("share.coordinator.state.topic.num.partitions", "1");
        properties.put("num.network.threads", "2");
        properties.put("num.io.threads", "4");
        properties.put("background.threads", "2");
        properties.put("num.partitions", "3");
        properties.put("log.cleaner.dedupe.buffer.size", Integer.toString(8 * 1024 * 1024));
    }

    private static void formatIfNew(Path directory) {
        if (Files.exists(directory.resolve("meta.properties"))) {
            return;
        }
        try {
            new Formatter()
                    .setPrintStream(new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8))
                    .setNodeId(1)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setDirectories(List.of(directory.toString()))
                    .setMetadataLogDirectory(directory.toString())
                    .setControllerListenerName("CONTROLLER")
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                    .run();
        } catch (Exception e) { // What Formatter.run declares.
            throw new KafkaException("the folder cannot be formatted", e);
        }
    }

    /// Stops the broker after its logs are on disk.
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
