package io.espalier.registry.model;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;

/// Every verdict ever given.
@ApplicationScoped
public class Decisions implements PanacheRepositoryBase<Decision, String> {

    /// At most one for each run.
    public List<Decision> of(Collection<String> runIds) {
        return list("runId in ?1", runIds);
    }
}
