package io.espalier.registry.fact;

import io.espalier.stage.WorkerHealth;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready when both consumers are connected to the broker: before that, views would be stale.
@Readiness
@ApplicationScoped
class FactsHealth implements HealthCheck {

    private final FactsIntake intake;

    FactsHealth(FactsIntake intake) {
        this.intake = intake;
    }

    @Override
    public HealthCheckResponse call() {
        boolean connected = intake.health().stream().allMatch(WorkerHealth::brokerReachable);
        return HealthCheckResponse.named("facts").status(connected).build();
    }
}
