package io.espalier.service;

import io.espalier.stage.WorkerHealth;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/// `espalier_worker_busy`: 1 while a run is in work, else 0; `espalier_worker_broker_reachable` likewise.
@ApplicationScoped
class WorkerMetrics {

    void register(@Observes StartupEvent started, StageHost host, StageService<?> service, MeterRegistry registry) {
        String stage = service.stage().label();
        Gauge.builder("espalier.worker.busy", host, h -> h.health().state() == WorkerHealth.State.WORKING ? 1 : 0)
                .description("1 while a run is in work")
                .tag("stage", stage)
                .register(registry);
        Gauge.builder("espalier.worker.broker.reachable", host, h -> h.health().brokerReachable() ? 1 : 0)
                .description("1 while a connection to the broker is open")
                .tag("stage", stage)
                .register(registry);
    }
}
