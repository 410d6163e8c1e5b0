package io.espalier.registry;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.espalier.artifacts.ArtifactStore;
import io.espalier.artifacts.Storage;
import io.espalier.contracts.Json;
import io.espalier.stage.EventPublisher;
import io.espalier.stage.KafkaSettings;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.InstantSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// The parts that know no container, wired into it.
class Parts {

    @Produces
    @Singleton
    Storage storage(@ConfigProperty(name = "espalier.storage") URI location) {
        return Storage.open(location);
    }

    void close(@Disposes Storage storage) {
        storage.close();
    }

    @Produces
    @Singleton
    ArtifactStore artifacts(Storage storage) {
        return storage.artifacts();
    }

    @Produces
    @Singleton
    KafkaSettings kafka(BrokerConfig broker) {
        return broker.settings();
    }

    @Produces
    @Singleton
    EventPublisher publisher(KafkaSettings kafka) {
        return new EventPublisher(kafka);
    }

    void close(@Disposes EventPublisher publisher) {
        publisher.close();
    }

    @Produces
    @Singleton
    InstantSource clock() {
        return InstantSource.system();
    }

    /// REST speaks the JSON that events are written in.
    @Produces
    @Singleton
    ObjectMapper json() {
        return Json.MAPPER.copy();
    }
}
