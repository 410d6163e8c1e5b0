package io.espalier.cli.platform;

import java.util.Map;
import java.util.TreeMap;

/// The configuration of every process of one home, as environment variables; the names are those of compose and
/// k8s.
final class ServiceEnvironment {

    /// What ingest's heap holds; larger models need a deployment with a larger one.
    private static final String MAX_MODEL_SIZE = "256M";

    private ServiceEnvironment() {}

    static Map<String, String> of(Component component, Home home, Home.Settings settings) {
        Map<String, String> environment = new TreeMap<>();
        environment.put("OMP_WAIT_POLICY", "PASSIVE");
        environment.put("GOMP_SPINCOUNT", "1000");
        if (component == Component.PLATFORM) {
            return environment;
        }
        int base = settings.portBase();
        environment.put("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + Component.PLATFORM.port(base));
        environment.put("ESPALIER_STORAGE", home.state("artifacts").toUri().toString());
        environment.put("ESPALIER_DATA_DIR", settings.dataDirectory().toString());
        environment.put("ESPALIER_CACHE_DIR", home.state("cache").toString());
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_HTTP_PORT", String.valueOf(component.port(base)));
        if (component == Component.INGEST) {
            environment.put("ESPALIER_INGEST_MAX_MODEL_SIZE", MAX_MODEL_SIZE);
        }
        if (component == Component.REGISTRY) {
            environment.putAll(database(base + Component.DATABASE_OFFSET));
        }
        return environment;
    }

    private static Map<String, String> database(int port) {
        return Map.of(
                "QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://127.0.0.1:" + port + "/espalier",
                "QUARKUS_DATASOURCE_USERNAME", "postgres",
                "QUARKUS_DATASOURCE_PASSWORD", "postgres");
    }
}
