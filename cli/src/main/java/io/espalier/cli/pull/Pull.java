package io.espalier.cli.pull;

import io.espalier.cli.registry.RegistryClient;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.view.VersionDetails;
import io.espalier.contracts.view.VersionView;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/// Fetches a version's file, verified.
public final class Pull {

    private final RegistryClient registry;

    public Pull(RegistryClient registry) {
        this.registry = registry;
    }

    /// What was fetched and where it lies.
    public record Pulled(VersionView version, Path file) {}

    /// @param model     `NAME`, `NAME@ALIAS` or `NAME:VERSION`
    /// @param directory where the file is put, as `NAME-vVERSION.onnx`; created if need be
    /// @throws PipelineException.Permanent `MODEL_NOT_FOUND`, `DIGEST_MISMATCH`, `REQUEST_INVALID`, `NOT_RUNNING`
    public Pulled pull(String model, Path directory) {
        ModelName wanted = ModelName.parse(model);
        VersionDetails found = registry.version(wanted.name(), wanted.version());
        VersionView version = found.version();
        Path file = directory
                .resolve(version.name() + "-v" + version.version() + ".onnx")
                .normalize();
        try (InputStream bytes = registry.file(version.name(), version.version())) {
            VerifiedDownload.write(bytes, version.model(), file);
        } catch (IOException e) {
            throw new PipelineException.Transient(
                    ErrorCode.NOT_RUNNING, "the download broke off: " + e.getMessage(), e);
        }
        return new Pulled(version, file);
    }
}
