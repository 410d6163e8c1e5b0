package io.espalier.registry.model;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/// The stored aliases. Whoever moves one holds the lock of the model's version counter.
@ApplicationScoped
class Aliases implements PanacheRepositoryBase<Alias, Alias.Key> {

    void point(String name, String alias, int version, Instant at) {
        Alias.Key key = new Alias.Key(name, alias);
        findByIdOptional(key)
                .ifPresentOrElse(found -> found.moveTo(version, at), () -> persist(new Alias(key, version, at)));
    }

    List<Alias> of(String name) {
        return list("key.name", name);
    }
}
