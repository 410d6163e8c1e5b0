package io.espalier.service;

import io.espalier.artifacts.Storage;
import io.espalier.contracts.PipelineException;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Down while the artifact store does not answer.
@Readiness
@ApplicationScoped
class StoreReadiness implements HealthCheck {

    /// A name that no run has, so that the answer is always "no" from a store that works.
    private static final String PROBE = "health/probe";

    private final Storage storage;

    StoreReadiness(Storage storage) {
        this.storage = storage;
    }

    @Override
    public HealthCheckResponse call() {
        try {
            storage.outcomes().find(PROBE);
            return HealthCheckResponse.up("store");
        } catch (PipelineException e) {
            return HealthCheckResponse.named("store")
                    .down()
                    .withData("error", e.code().name() + ": " + e.getMessage())
                    .build();
        }
    }
}
