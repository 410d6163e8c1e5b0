package io.espalier.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.artifacts.FileStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoreReadinessTest {

    @TempDir
    Path directory;

    @Test
    void isDownOnceTheStoresDirectoryHasGone() throws IOException {
        // Given
        Path store = directory.resolve("store");
        StoreReadiness readiness = new StoreReadiness(new FileStorage(store));
        assertThat(readiness.call().getStatus()).isEqualTo(HealthCheckResponse.Status.UP);

        // When
        Files.delete(store.resolve("tmp"));
        Files.delete(store);

        // Then
        HealthCheckResponse response = readiness.call();
        assertThat(response.getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
        assertThat(String.valueOf(response.getData().orElseThrow().get("error")))
                .startsWith("STORE_UNAVAILABLE")
                .contains(store.toString());
    }
}
