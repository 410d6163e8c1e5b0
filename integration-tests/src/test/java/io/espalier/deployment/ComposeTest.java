package io.espalier.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.contracts.Stage;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// `docker compose up --build` is the whole set-up: what the file says must be what the code expects.
class ComposeTest {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{\\w+:-([^}]*)}");
    private static final String CONTAINER_PORT = "8080";

    private final Map<String, Object> compose =
            Yaml.documents(Checkout.text("docker-compose.yml")).get(0);
    private final Map<String, Object> services = Yaml.map(compose, "services");

    @Test
    void everyStageIsBuiltFromTheOneDockerfile() {
        List<String> built = services.entrySet().stream()
                .filter(entry -> Yaml.map(entry.getValue()).containsKey("build"))
                .map(Map.Entry::getKey)
                .toList();
        assertThat(built)
                .containsExactlyElementsOf(
                        Arrays.stream(Stage.values()).map(Stage::label).toList());
        for (String name : built) {
            Map<String, Object> service = service(name);
            assertThat(service).containsEntry("image", "espalier/" + name + ":" + Checkout.version());
            assertThat(Yaml.map(service, "build")).isEqualTo(Map.of("context", ".", "args", Map.of("SERVICE", name)));
        }
    }

    @Test
    void everyImageIsPinned() {
        services.values().forEach(service -> Settings.assertPinned((String) Yaml.present(Yaml.map(service), "image")));
    }

    /// Several conditional writes at once could all succeed in older ones: docs/adr/0006.
    @Test
    void theStoreIsNewEnoughForConditionalWrites() {
        String[] version = ((String) Yaml.present(service("s3"), "image")).split(":")[1].split("\\.");
        assertThat(Integer.parseInt(version[0]) * 100 + Integer.parseInt(version[1]))
                .isGreaterThanOrEqualTo(448);
    }

    @Test
    void everyPortIsOnLoopbackAndTheServicesAreWhereTheirConfigurationSays() {
        for (String name : services.keySet()) {
            for (Object port : ports(name)) {
                assertThat((String) port).as(name).startsWith("127.0.0.1:");
            }
        }
        for (Stage stage : Stage.values()) {
            String port = Checkout.properties(stage.label()).getProperty("quarkus.http.port");
            assertThat(ports(stage.label())).containsExactly("127.0.0.1:" + port + ":" + CONTAINER_PORT);
        }
    }

    @Test
    void theServicesAreGivenOnlySettingsThatExist() {
        for (Stage stage : Stage.values()) {
            Settings.assertServiceEnvironment(environment(stage.label()), stage.label());
        }
        assertThat(environment("registry")).containsKeys("QUARKUS_DATASOURCE_JDBC_URL", "QUARKUS_DATASOURCE_PASSWORD");
    }

    @Test
    void theBrokerAcceptsItsSettings() {
        Map<String, String> environment = environment("kafka");
        Settings.assertSingleNodeBroker(environment, "docker-compose.yml");
        assertThat(environment.get("KAFKA_ADVERTISED_LISTENERS"))
                .contains("://" + environment("ingest").get("KAFKA_BOOTSTRAP_SERVERS"))
                .contains("://127.0.0.1:7092");
        assertThat(ports("kafka")).containsExactly("127.0.0.1:7092:7092");
    }

    @Test
    void theServicesUseTheDatabaseAndTheStoreThatAreThere() {
        Map<String, String> registry = environment("registry");
        Map<String, String> postgres = environment("postgres");
        assertThat(registry)
                .containsEntry(
                        "QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://postgres:5432/" + postgres.get("POSTGRES_DB"))
                .containsEntry("QUARKUS_DATASOURCE_USERNAME", postgres.get("POSTGRES_USER"))
                .containsEntry("QUARKUS_DATASOURCE_PASSWORD", postgres.get("POSTGRES_PASSWORD"));
        assertThat(registry).containsAllEntriesOf(environment("s3"));
        assertThat(registry).containsEntry("ESPALIER_STORAGE", "s3://espalier/?endpoint=http://s3:8333");
        assertThat(Yaml.list(Yaml.present(service("s3"), "command"))).contains("-bucket=espalier");
    }

    @Test
    void whateverIsWaitedForCanTellThatItIsHealthy() {
        for (String name : services.keySet()) {
            Object needs = service(name).getOrDefault("depends_on", Map.of());
            Yaml.map(needs).forEach((needed, condition) -> {
                assertThat(condition).as("%s needs %s", name, needed).isEqualTo(Map.of("condition", "service_healthy"));
                assertThat(service(needed)).as(needed).containsKey("healthcheck");
            });
        }
        assertThat(Yaml.map(service("registry"), "depends_on")).containsOnlyKeys("kafka", "s3", "postgres");
        assertThat(Yaml.map(service("pruning"), "depends_on")).containsOnlyKeys("kafka", "s3");
    }

    @Test
    void everyVolumeIsDeclaredAndUsed() {
        Set<String> used = new TreeSet<>();
        for (String name : services.keySet()) {
            for (Object volume : Yaml.list(service(name).getOrDefault("volumes", List.of()))) {
                if (volume instanceof String text) {
                    used.add(text.split(":")[0]);
                } else if ("volume".equals(Yaml.map(volume).get("type"))) {
                    used.add((String) Yaml.present(Yaml.map(volume), "source"));
                }
            }
        }
        assertThat(Yaml.map(compose, "volumes").keySet()).isEqualTo(used);
    }

    @Test
    void everyKeyOfAServiceIsOneThatComposeKnows() {
        for (String name : services.keySet()) {
            assertThat(service(name).keySet())
                    .as(name)
                    .isSubsetOf(
                            "image",
                            "build",
                            "platform",
                            "command",
                            "environment",
                            "volumes",
                            "ports",
                            "depends_on",
                            "restart",
                            "stop_grace_period",
                            "security_opt",
                            "cap_drop",
                            "healthcheck");
        }
        assertThat(compose.keySet())
                .allMatch(key -> List.of("name", "services", "volumes").contains(key) || key.startsWith("x-"));
    }

    private Map<String, Object> service(String name) {
        return Yaml.map(services, name);
    }

    private List<Object> ports(String name) {
        return Yaml.list(service(name).getOrDefault("ports", List.of()));
    }

    /// With nothing set on the host: the defaults of `${NAME:-default}`.
    private Map<String, String> environment(String name) {
        Map<String, String> environment = new HashMap<>();
        Yaml.map(service(name), "environment")
                .forEach((key, value) ->
                        environment.put(key, VARIABLE.matcher(value.toString()).replaceAll("$1")));
        return environment;
    }
}
