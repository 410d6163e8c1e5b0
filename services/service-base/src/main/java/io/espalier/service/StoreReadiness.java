package io.espalier.service;

import io.espalier.artifacts.Storage;
import io.espalier.contracts.PipelineException;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Down while the artifact store does not answer, or its directory has gone or cannot be written to.
@Readiness
@ApplicationScoped
class StoreReadiness implements HealthCheck {

    private final Storage storage;

    StoreReadiness(Storage storage) {
        this.storage = storage;
    }

    @Override
    public HealthCheckResponse call() {
        try {
            storage.probe();
            return HealthCheckResponse.up("store");
        } catch (PipelineException e) {
            return HealthCheckResponse.named("store")
                    .down()
                    .withData("error", e.code().name() + ": " + e.getMessage())
                    .build();
        }
    }
}
