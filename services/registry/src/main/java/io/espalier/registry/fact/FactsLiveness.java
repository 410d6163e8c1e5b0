package io.espalier.registry.fact;

import io.espalier.stage.WorkerHealth;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/// Down if a consumer's thread is dead or stuck, so that the process should be started anew. A broker that is
/// away is no reason: consumers wait for it, and are only started once it has answered.
@Liveness
@ApplicationScoped
class FactsLiveness implements HealthCheck {

    private final FactsIntake intake;
    private final InstantSource clock;

    FactsLiveness(FactsIntake intake, InstantSource clock) {
        this.intake = intake;
        this.clock = clock;
    }

    @Override
    public HealthCheckResponse call() {
        boolean starting = intake.starting();
        return HealthCheckResponse.named("facts-consumers")
                .status(live(starting, intake.health(), clock.instant()))
                .withData("starting", starting)
                .build();
    }

    static boolean live(boolean starting, List<WorkerHealth> consumers, Instant now) {
        return starting || consumers.stream().allMatch(consumer -> consumer.live(now));
    }
}
