package io.espalier.service;

import io.espalier.stage.WorkerHealth;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/// Down if the worker's polling thread is dead or stuck; a job may take as long as it needs.
@Liveness
@ApplicationScoped
class WorkerLiveness implements HealthCheck {

    private final StageHost host;
    private final InstantSource clock;

    WorkerLiveness(StageHost host, InstantSource clock) {
        this.host = host;
        this.clock = clock;
    }

    @Override
    public HealthCheckResponse call() {
        WorkerHealth health = host.health();
        return HealthCheckResponse.named("worker")
                .status(health.live(clock.instant()))
                .withData("state", health.state().name())
                .withData("run", health.run() == null ? "" : health.run().value())
                .withData("last-sign", health.lastSign().toString())
                .build();
    }
}
