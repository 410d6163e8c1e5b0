package io.espalier.service;

import io.espalier.artifacts.ArtifactStore;
import io.espalier.artifacts.Storage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/// What a process has one of: the installation's storage, and the clock.
@ApplicationScoped
class ProcessBeans {

    @Produces
    @Singleton
    Storage storage(ServiceConfig config) {
        return Storage.open(config.storage());
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
    InstantSource clock() {
        return InstantSource.system();
    }
}
