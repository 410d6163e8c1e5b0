package io.espalier.cli.registry;

import io.espalier.cli.platform.Home;
import io.espalier.cli.platform.HomeOption;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Where ingest and registry answer: those of `espalier up` unless an option or the environment names others.
public final class EndpointOptions {

    @Mixin
    private HomeOption home = new HomeOption();

    @Option(
            names = "--registry",
            paramLabel = "URL",
            description = "registry to talk to (default: $ESPALIER_REGISTRY_URL, else the one of `espalier up`)")
    private @Nullable String registry;

    @Option(
            names = "--ingest",
            paramLabel = "URL",
            description = "ingest service to talk to (default: $ESPALIER_INGEST_URL, else the one of `espalier up`)")
    private @Nullable String ingest;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec command;

    private final Map<String, String> environment;

    public EndpointOptions() {
        this(System.getenv());
    }

    EndpointOptions(Map<String, String> environment) {
        this.environment = environment;
    }

    public URI registry() {
        return choose(registry, "--registry", Home::registry);
    }

    public URI ingest() {
        return choose(ingest, "--ingest", Home::ingest);
    }

    private URI choose(@Nullable String option, String name, Function<Home, URI> ofUp) {
        if (option != null) {
            return usable(name, option);
        }
        String variable = "ESPALIER_" + name.substring(2).toUpperCase(Locale.ROOT) + "_URL";
        String configured = environment.get(variable);
        return configured == null || configured.isBlank() ? ofUp.apply(home.home()) : usable(variable, configured);
    }

    private URI usable(String source, String text) {
        try {
            URI address = new URI(text.strip());
            boolean http = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
            if (http && address.getHost() != null) {
                return address;
            }
        } catch (URISyntaxException e) {
            // said below, as every other unusable address
        }
        throw new ParameterException(
                command.commandLine(), source + " must be a URL such as http://127.0.0.1:7070, was '" + text + "'");
    }
}
