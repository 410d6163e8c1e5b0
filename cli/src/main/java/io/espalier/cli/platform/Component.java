package io.espalier.cli.platform;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// The processes of an Espalier on one machine, in the order in which they are started.
public enum Component {
    /// Kafka broker and PostgreSQL; its port here is the broker's.
    PLATFORM(22),
    REGISTRY(0),
    INGEST(1),
    PRUNING(2),
    FINETUNING(3),
    EVALUATION(4);

    /// Distance of PostgreSQL's port from the port base; it lives in the platform's process.
    static final int DATABASE_OFFSET = 23;

    private final int portOffset;

    Component(int portOffset) {
        this.portOffset = portOffset;
    }

    /// The name in tables, of the log and of the pid file: `registry`.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public int port(int portBase) {
        return portBase + portOffset;
    }

    /// Whether it trains or evaluates networks: needs memory and the full compiler.
    boolean computes() {
        return switch (this) {
            case PRUNING, FINETUNING, EVALUATION -> true;
            case PLATFORM, REGISTRY, INGEST -> false;
        };
    }

    /// Every port it listens on, by what listens there.
    Map<Integer, String> ports(int portBase) {
        return this == PLATFORM
                ? Map.of(port(portBase), "Kafka", portBase + DATABASE_OFFSET, "PostgreSQL")
                : Map.of(port(portBase), label());
    }

    static List<Component> services() {
        return Stream.of(values()).filter(component -> component != PLATFORM).toList();
    }
}
