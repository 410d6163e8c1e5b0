package io.espalier.datasets.source;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import java.io.IOException;
import java.nio.file.Path;

/// The failures of a data set's place in the pipeline's terms.
final class SourceFailure {

    private SourceFailure() {}

    static PipelineException.Permanent notFound(String message) {
        return new PipelineException.Permanent(ErrorCode.DATASET_NOT_FOUND, message);
    }

    static PipelineException.Permanent invalid(String message) {
        return new PipelineException.Permanent(ErrorCode.DATASET_INVALID, message);
    }

    static PipelineException.Permanent unreadable(Path file, IOException cause) {
        return new PipelineException.Permanent(
                ErrorCode.DATASET_INVALID, "'" + file + "' cannot be read to its end: " + cause.getMessage(), cause);
    }
}
