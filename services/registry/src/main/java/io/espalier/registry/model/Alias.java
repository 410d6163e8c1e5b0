package io.espalier.registry.model;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;

/// A moving name for one version of a model.
@Entity
@Table(name = "alias")
class Alias {

    /// The newest version, whatever its verdict.
    static final String LATEST = "latest";

    /// The newest version that passed every gate.
    static final String APPROVED = "approved";

    @Embeddable
    record Key(String name, String alias) {}

    @EmbeddedId
    private Key key;

    private int version;

    @Column(name = "moved_at")
    private Instant movedAt;

    @SuppressWarnings("NullAway.Init")
    protected Alias() {} // for Hibernate

    Alias(Key key, int version, Instant movedAt) {
        this.key = key;
        this.version = version;
        this.movedAt = movedAt;
    }

    void moveTo(int target, Instant at) {
        version = target;
        movedAt = at;
    }

    Key key() {
        return key;
    }

    int version() {
        return version;
    }
}
