package io.espalier.service;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Down while no connection to the Kafka broker is open.
@Readiness
@ApplicationScoped
class BrokerReadiness implements HealthCheck {

    private final StageHost host;

    BrokerReadiness(StageHost host) {
        this.host = host;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("broker")
                .status(host.health().brokerReachable())
                .build();
    }
}
