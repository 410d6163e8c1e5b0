package io.espalier.ingest;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.espalier.contracts.Json;
import io.espalier.service.BrokerConfig;
import io.espalier.stage.EventPublisher;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// The objects that the REST side needs beside the worker's.
@ApplicationScoped
class Wiring {

    @Produces
    @Singleton
    ObjectMapper mapper() {
        return Json.MAPPER;
    }

    @Produces
    @Singleton
    EventPublisher publisher(BrokerConfig broker) {
        return new EventPublisher(broker.settings());
    }

    void close(@Disposes EventPublisher publisher) {
        publisher.close();
    }
}
