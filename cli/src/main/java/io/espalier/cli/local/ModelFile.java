package io.espalier.cli.local;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads the model that a user names on the command line.
final class ModelFile {

    private ModelFile() {}

    /// @throws PipelineException.Permanent `ARTIFACT_NOT_FOUND`
    static byte[] bytes(Path model) {
        try {
            return Files.readAllBytes(model);
        } catch (IOException e) {
            throw new PipelineException.Permanent(
                    ErrorCode.ARTIFACT_NOT_FOUND, "the model " + model + " cannot be read", e);
        }
    }
}
