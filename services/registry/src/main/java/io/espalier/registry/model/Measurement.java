package io.espalier.registry.model;

import io.espalier.contracts.DeviceMeasurement;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/// How long a file took on a real device. The table refuses updates and deletes.
@Entity
@Immutable
@Table(name = "measurement")
class Measurement {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private long id;

    @Column(name = "model_sha256")
    private String modelSha256;

    private String device;

    @Column(name = "median_ms")
    private double medianMs;

    @Column(name = "p95_ms")
    private double p95Ms;

    private String tool;

    @Column(name = "measured_at")
    private Instant measuredAt;

    @SuppressWarnings("NullAway.Init")
    protected Measurement() {} // for Hibernate

    Measurement(String modelSha256, DeviceMeasurement measured) {
        this.modelSha256 = modelSha256;
        this.device = measured.device();
        this.medianMs = measured.medianMs();
        this.p95Ms = measured.p95Ms();
        this.tool = measured.tool();
        this.measuredAt = measured.measuredAt();
    }

    String modelSha256() {
        return modelSha256;
    }

    DeviceMeasurement measured() {
        return new DeviceMeasurement(device, medianMs, p95Ms, tool, measuredAt);
    }
}
