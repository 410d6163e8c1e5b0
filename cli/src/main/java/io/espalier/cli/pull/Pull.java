package io.espalier.cli.pull;

import io.espalier.cli.registry.RegistryClient;
import io.espalier.contracts.ArtifactRef;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.view.VersionDetails;
import io.espalier.contracts.view.VersionFile;
import io.espalier.contracts.view.VersionView;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Fetches a version's file, verified.
public final class Pull {

    private final RegistryClient registry;

    public Pull(RegistryClient registry) {
        this.registry = registry;
    }

    /// What was fetched and where it lies.
    ///
    /// @param file   the model
    /// @param others what else was asked for, in the order of [VersionFile]
    public record Pulled(VersionView version, Path file, List<Path> others) {

        public Pulled {
            others = List.copyOf(others);
        }
    }

    /// The model alone.
    public Pulled pull(String model, Path directory) {
        return pull(model, directory, Set.of());
    }

    /// @param model     `NAME`, `NAME@ALIAS` or `NAME:VERSION`
    /// @param directory where the files are put, the model as `NAME-vVERSION.onnx`; created if need be
    /// @param with      what to fetch beside the model; all kinds together are those that the version has
    /// @throws PipelineException.Permanent `MODEL_NOT_FOUND`, `ARTIFACT_NOT_FOUND`, `DIGEST_MISMATCH`,
    ///     `REQUEST_INVALID`, `NOT_RUNNING`
    public Pulled pull(String model, Path directory, Set<VersionFile> with) {
        ModelName wanted = ModelName.parse(model);
        VersionDetails found = registry.version(wanted.name(), wanted.version());
        VersionView version = found.version();
        requireSame(wanted, version);
        Path file = fetch(found, VersionFile.MODEL, directory, registry.file(version.name(), version.version()));
        List<Path> others = new ArrayList<>();
        for (VersionFile kind : VersionFile.values()) {
            boolean asked =
                    with.size() < VersionFile.values().length || kind.of(found).isPresent();
            if (kind != VersionFile.MODEL && with.contains(kind) && asked) {
                others.add(fetch(found, kind, directory, registry.file(version.name(), version.version(), kind)));
            }
        }
        return new Pulled(version, file, others);
    }

    /// Files are named after the model: by what was asked for, not by whatever the answer says.
    private static void requireSame(ModelName wanted, VersionView answered) {
        if (!answered.name().equals(wanted.name())) {
            throw new PipelineException.Permanent(
                    ErrorCode.MODEL_NOT_FOUND,
                    "the registry was asked for '" + wanted.name() + "' and answered with another model; check its "
                            + "address");
        }
    }

    private static Path fetch(VersionDetails details, VersionFile kind, Path directory, InputStream download) {
        Path file = directory.resolve(kind.fileName(details.version())).normalize();
        try (InputStream bytes = download) {
            ArtifactRef expected = kind.of(details)
                    .orElseThrow(() -> new PipelineException.Permanent(
                            ErrorCode.ARTIFACT_NOT_FOUND, "the registry gives no digest of the " + kind.label()));
            VerifiedDownload.write(bytes, expected, file);
            return file;
        } catch (IOException e) {
            throw new PipelineException.Transient(
                    ErrorCode.NOT_RUNNING, "the download broke off: " + e.getMessage(), e);
        }
    }
}
