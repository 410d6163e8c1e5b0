package io.espalier.registry.model;

import io.espalier.contracts.RunId;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/// The stored versions.
@ApplicationScoped
class ModelVersions implements PanacheRepositoryBase<ModelVersion, String> {

    /// Counts versions of one name from 1 without gaps: the row stays locked until the transaction ends, and a
    /// rolled-back decision gives its number back.
    private static final String NEXT = """
            insert into model (name, last_version) values (?1, 1)
            on conflict (name) do update set last_version = model.last_version + 1
            returning last_version""";

    int next(String name) {
        return (int) getEntityManager()
                .createNativeQuery(NEXT, Integer.class)
                .setParameter(1, name)
                .getSingleResult();
    }

    /// Newest first; empty if the name is unknown.
    List<ModelVersion> of(String name) {
        return list("name = ?1 order by version desc", name);
    }

    List<ModelVersion> byName() {
        return list("order by name, version desc");
    }

    /// In no order; runs that have not been judged have none.
    List<ModelVersion> ofRuns(List<RunId> runs) {
        return list("runId in ?1", runs.stream().map(RunId::value).toList());
    }

    Optional<ModelVersion> find(String name, int version) {
        return find("name = ?1 and version = ?2", name, version).firstResultOptional();
    }
}
