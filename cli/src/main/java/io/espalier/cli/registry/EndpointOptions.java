package io.espalier.cli.registry;

import io.espalier.cli.platform.Home;
import io.espalier.cli.platform.HomeOption;
import java.net.URI;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Where ingest and registry answer: those of `espalier up` unless an option or the environment names others.
public final class EndpointOptions {

    @Mixin
    private HomeOption home = new HomeOption();

    @Option(
            names = "--registry",
            paramLabel = "URL",
            description = "registry to talk to (default: $ESPALIER_REGISTRY_URL, else the one of `espalier up`)")
    private @Nullable URI registry;

    @Option(
            names = "--ingest",
            paramLabel = "URL",
            description = "ingest service to talk to (default: $ESPALIER_INGEST_URL, else the one of `espalier up`)")
    private @Nullable URI ingest;

    public URI registry() {
        return choose(registry, "ESPALIER_REGISTRY_URL", Home::registry);
    }

    public URI ingest() {
        return choose(ingest, "ESPALIER_INGEST_URL", Home::ingest);
    }

    private URI choose(@Nullable URI option, String variable, Function<Home, URI> ofUp) {
        if (option != null) {
            return option;
        }
        String configured = System.getenv(variable);
        return configured == null || configured.isBlank() ? ofUp.apply(home.home()) : URI.create(configured);
    }
}
