package io.espalier.pipeline;

import io.espalier.cli.registry.RegistryClient;
import io.espalier.contracts.view.RunView;
import java.time.Duration;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/// The runs of a registry, waited for.
record Runs(RegistryClient registry) {

    /// Generous: the machine may be building something else meanwhile.
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /// Waits until the run is as `wanted`.
    RunView await(String run, Predicate<RunView> wanted) {
        return Awaitility.await("run " + run)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .until(() -> registry.run(run), wanted);
    }

    RunView awaitEnd(String run) {
        return await(run, view -> view.status().isFinal());
    }
}
