package io.espalier.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The names are those that the services' configuration tests pin.
class ServiceEnvironmentTest {

    private static final Home HOME = new Home(Path.of("/home/somebody/.espalier"));
    private static final Home.Settings SETTINGS = new Home.Settings(8000, Path.of("/data"));

    @Test
    void everyServiceIsToldWhereEverythingIs() {
        assertThat(ServiceEnvironment.of(Component.PRUNING, HOME, SETTINGS))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "OMP_WAIT_POLICY", "PASSIVE",
                        "GOMP_SPINCOUNT", "1000",
                        "KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:8022",
                        "ESPALIER_STORAGE", "file:///home/somebody/.espalier/artifacts",
                        "ESPALIER_DATA_DIR", "/data",
                        "ESPALIER_CACHE_DIR", "/home/somebody/.espalier/cache",
                        "QUARKUS_HTTP_HOST", "127.0.0.1",
                        "QUARKUS_HTTP_PORT", "8002"));
    }

    /// A model lies in ingest's heap of 768 MB three times: file, protobuf and graph.
    @Test
    void ingestTakesModelsThatItsHeapHolds() {
        assertThat(ServiceEnvironment.of(Component.INGEST, HOME, SETTINGS))
                .containsEntry("ESPALIER_INGEST_MAX_MODEL_SIZE", "256M");
    }

    @Test
    void theRegistryIsToldOfItsDatabase() {
        assertThat(ServiceEnvironment.of(Component.REGISTRY, HOME, SETTINGS))
                .containsEntry("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://127.0.0.1:8023/espalier");
    }
}
