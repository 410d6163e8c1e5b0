package io.espalier.cli.platform;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// `--home`, for every command that looks at the processes of this machine.
public final class HomeOption {

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "folder with everything Espalier keeps (default: $ESPALIER_HOME, else ~/.espalier)")
    private @Nullable Path directory;

    public Home home() {
        return Home.of(directory, System.getenv());
    }
}
