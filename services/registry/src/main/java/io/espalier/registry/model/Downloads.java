package io.espalier.registry.model;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.view.VersionDetails;
import io.espalier.contracts.view.VersionFile;
import jakarta.enterprise.context.ApplicationScoped;

/// Finds the files of versions.
@ApplicationScoped
class Downloads {

    private final ModelViews models;

    Downloads(ModelViews models) {
        this.models = models;
    }

    /// @param ref an alias or a version number
    /// @throws PipelineException.Permanent `MODEL_NOT_FOUND`; `ARTIFACT_NOT_FOUND` if the version is older than its
    ///     kind of file
    Download of(String name, String ref, VersionFile kind) {
        VersionDetails details = models.details(name, ref);
        int version = details.version().version();
        return kind.of(details)
                .map(file -> new Download(file, kind.fileName(details.version()), version))
                .orElseThrow(() -> new PipelineException.Permanent(
                        ErrorCode.ARTIFACT_NOT_FOUND,
                        "version %d of '%s' has no %s: it was made before runs left one"
                                .formatted(version, name, kind.label())));
    }
}
