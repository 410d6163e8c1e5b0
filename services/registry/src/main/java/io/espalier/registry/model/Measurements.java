package io.espalier.registry.model;

import io.espalier.contracts.DeviceMeasurement;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/// Every measurement ever posted.
@ApplicationScoped
class Measurements implements PanacheRepositoryBase<Measurement, Long> {

    /// In the order in which they came.
    List<DeviceMeasurement> of(String modelSha256) {
        return list("modelSha256 = ?1 order by id", modelSha256).stream()
                .map(Measurement::measured)
                .toList();
    }
}
