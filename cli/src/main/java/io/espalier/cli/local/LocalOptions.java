package io.espalier.cli.local;

import io.espalier.cli.platform.HomeOption;
import io.espalier.cli.push.SpecFile;
import io.espalier.contracts.RunSpec;
import io.espalier.contracts.RunSpecReader;
import io.espalier.runs.RunEnvironment;
import io.espalier.smart.training.Checkpoints;
import io.espalier.smart.training.RunListener;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What every command that works in this process asks for beside a model.
final class LocalOptions {

    @Mixin
    private HomeOption home = new HomeOption();

    @Option(names = "--spec", paramLabel = "FILE", required = true, description = "run spec, YAML")
    private Path specFile = Path.of("");

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "where relative data set locations are looked up (default: here)")
    private Path dataDirectory = Path.of("");

    /// @throws io.espalier.contracts.PipelineException.Permanent `SPEC_INVALID`
    RunSpec spec() {
        return RunSpecReader.read(SpecFile.text(specFile));
    }

    /// One run, or one for each budget of a list.
    ///
    /// @throws io.espalier.contracts.PipelineException.Permanent `SPEC_INVALID`
    List<RunSpec> specs() {
        return RunSpecReader.readSweep(SpecFile.text(specFile));
    }

    /// Decoded data sets are kept in the home's cache; no checkpoints.
    RunEnvironment environment(RunListener listener) {
        return new RunEnvironment(
                dataDirectory.toAbsolutePath(), home.home().state("cache"), Checkpoints.NONE, listener);
    }
}
