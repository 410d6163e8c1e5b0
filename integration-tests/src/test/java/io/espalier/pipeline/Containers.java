package io.espalier.pipeline;

import java.util.Locale;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/// Kafka and PostgreSQL as `docker-compose.yml` runs them, in containers of the test's own.
///
/// Other images, from a mirror or built locally, are named by the system properties `espalier.it.kafka-image` and
/// `espalier.it.postgres-image`, or by the environment variables `ESPALIER_IT_KAFKA_IMAGE` and
/// `ESPALIER_IT_POSTGRES_IMAGE`.
final class Containers implements AutoCloseable {

    private final KafkaContainer kafka = new KafkaContainer(image("kafka", "apache/kafka", "4.2.1"))
            .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false") // the services create the topics
            .withEnv("KAFKA_DEFAULT_REPLICATION_FACTOR", "1")
            // 3 by default, and then no share group, so no stage, ever gets a record.
            .withEnv("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR", "1")
            .withEnv("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR", "1");

    private final PostgreSQLContainer postgres = new PostgreSQLContainer(image("postgres", "postgres", "17.11"))
            .withDatabaseName("espalier")
            .withUsername("espalier")
            .withPassword("espalier");

    /// Asks quietly: where there is no engine, Testcontainers logs all that it tried, with stack traces.
    static boolean engineAnswers() {
        Logger logger = Logger.getLogger("org.testcontainers");
        Level level = logger.getLevel();
        logger.setLevel(Level.OFF);
        try {
            return DockerClientFactory.instance().isDockerAvailable();
        } finally {
            logger.setLevel(level);
        }
    }

    static Containers start() {
        Containers containers = new Containers();
        try {
            Startables.deepStart(containers.kafka, containers.postgres).join();
            return containers;
        } catch (RuntimeException e) {
            containers.close();
            throw e;
        }
    }

    String bootstrapServers() {
        return kafka.getBootstrapServers();
    }

    /// Environment variables that point a service here.
    Map<String, String> environment() {
        return Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", bootstrapServers(),
                "QUARKUS_DATASOURCE_JDBC_URL", postgres.getJdbcUrl(),
                "QUARKUS_DATASOURCE_USERNAME", postgres.getUsername(),
                "QUARKUS_DATASOURCE_PASSWORD", postgres.getPassword());
    }

    private static DockerImageName image(String component, String name, String tag) {
        String property = "espalier.it." + component + "-image";
        String variable = property.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
        String fromEnvironment = System.getenv().getOrDefault(variable, name + ":" + tag);
        return DockerImageName.parse(System.getProperty(property, fromEnvironment))
                .asCompatibleSubstituteFor(name);
    }

    @Override
    public void close() {
        Stream.of(kafka, postgres).forEach(container -> container.stop());
    }
}
