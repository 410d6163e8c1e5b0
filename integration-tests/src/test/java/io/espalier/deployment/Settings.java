package io.espalier.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.espalier.artifacts.Storage;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import kafka.server.KafkaConfig;
import org.apache.kafka.server.config.AbstractKafkaConfig;
import org.jspecify.annotations.Nullable;

/// Environment variables held against the code that reads them.
final class Settings {

    /// Read by the S3 client itself.
    private static final Set<String> CREDENTIALS = Set.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY");

    /// A method of the interface that the configuration is mapped to.
    private static final Pattern DECLARATION = Pattern.compile("(?m)^ {4}[\\w.<>]+ (\\w+)\\(\\);");

    private Settings() {}

    /// Every name is one that `espalier up` gives to its processes or that the services declare, and the storage's
    /// address can be read.
    static void assertServiceEnvironment(Map<String, String> environment, String where) {
        String launcher = Checkout.text("cli/src/main/java/io/espalier/cli/platform/ServiceEnvironment.java");
        Set<String> declared = declared();
        environment.keySet().stream()
                .filter(name -> !CREDENTIALS.contains(name) && !declared.contains(name))
                .forEach(name -> assertThat(launcher)
                        .as("%s: the variable %s, which no service reads", where, name)
                        .contains('"' + name + '"'));
        String storage = environment.get("ESPALIER_STORAGE");
        if (storage != null) {
            assertThatCode(() -> Storage.open(URI.create(storage)).close())
                    .as("%s: %s", where, storage)
                    .doesNotThrowAnyException();
        }
    }

    /// The settings of every service as environment variables: `espalier.cache-limit` is `ESPALIER_CACHE_LIMIT`.
    private static Set<String> declared() {
        String config = Checkout.text("services/service-base/src/main/java/io/espalier/service/ServiceConfig.java");
        return DECLARATION
                .matcher(config)
                .results()
                .map(method -> method.group(1).replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT))
                .map("ESPALIER_"::concat)
                .collect(Collectors.toSet());
    }

    /// What the Kafka image makes of `KAFKA_…` is a configuration that the broker accepts, for one node.
    static void assertSingleNodeBroker(Map<String, String> environment, String where) {
        Properties properties = new Properties();
        environment.forEach((name, value) -> {
            if (name.startsWith("KAFKA_")) {
                properties.put(
                        name.substring("KAFKA_".length())
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '.'),
                        value);
            }
        });
        assertThat(AbstractKafkaConfig.CONFIG_DEF.names())
                .as("%s: settings of the broker", where)
                .containsAll(properties.stringPropertyNames());
        KafkaConfig broker = KafkaConfig.fromProps(properties);
        assertDeliveryLimit(properties.getProperty("group.share.delivery.count.limit"), where);
        assertThat(broker.processRoles()).as(where).hasToString("Set(broker, controller)");
        properties.stringPropertyNames().stream()
                .filter(name -> name.endsWith("replication.factor") || name.endsWith("min.isr"))
                .forEach(name -> assertThat(properties.getProperty(name))
                        .as("%s: %s", where, name)
                        .isEqualTo("1"));
        assertThat(properties.stringPropertyNames())
                .as("%s: copies that are 3 by default", where)
                .contains(
                        "share.coordinator.state.topic.replication.factor",
                        "share.coordinator.state.topic.min.isr",
                        "offsets.topic.replication.factor",
                        "transaction.state.log.replication.factor",
                        "transaction.state.log.min.isr");
    }

    /// Room for every attempt of a worker, and one delivery more to bury a record whose last worker died.
    static void assertDeliveryLimit(@Nullable Object limit, String where) {
        Matcher attempts = Pattern.compile("MAX_ATTEMPTS = (\\d+);")
                .matcher(Checkout.text("shared-model/stage/src/main/java/io/espalier/stage/WorkerSettings.java"));
        assertThat(attempts.find()).isTrue();
        assertThat(String.valueOf(limit))
                .as("%s: group.share.delivery.count.limit, which is 5 by default", where)
                .isEqualTo(Integer.toString(Integer.parseInt(attempts.group(1)) + 1));
    }

    /// A tag that says a version, and not the moving `latest`.
    static void assertPinned(String image) {
        assertThat(image).matches("[a-z0-9./-]+:[0-9][\\w.-]*\\.[\\w.-]+");
    }
}
