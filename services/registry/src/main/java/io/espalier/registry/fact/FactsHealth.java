package io.espalier.registry.fact;

import io.espalier.stage.WorkerHealth;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready while both consumers work and are connected to the broker: otherwise views would be stale.
@Readiness
@ApplicationScoped
class FactsHealth implements HealthCheck {

    private final FactsIntake intake;
    private final InstantSource clock;

    FactsHealth(FactsIntake intake, InstantSource clock) {
        this.intake = intake;
        this.clock = clock;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("facts")
                .status(ready(intake.health(), clock.instant()))
                .build();
    }

    static boolean ready(List<WorkerHealth> consumers, Instant now) {
        return consumers.stream().allMatch(consumer -> consumer.live(now) && consumer.brokerReachable());
    }
}
