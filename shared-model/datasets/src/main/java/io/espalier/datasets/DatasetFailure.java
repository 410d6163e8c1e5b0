package io.espalier.datasets;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/// The failures of this module in the pipeline's terms.
final class DatasetFailure {

    private DatasetFailure() {}

    static PipelineException.Permanent notFound(String message) {
        return new PipelineException.Permanent(ErrorCode.DATASET_NOT_FOUND, message);
    }

    static PipelineException.Permanent invalid(String message) {
        return new PipelineException.Permanent(ErrorCode.DATASET_INVALID, message);
    }

    /// The cache's volume is full, or does not answer.
    static PipelineException.Transient cache(Path file, IOException cause) {
        String message = String.valueOf(cause.getMessage());
        boolean full = message.toLowerCase(Locale.ROOT).matches(".*(no space left|not enough space|quota exceeded).*");
        return new PipelineException.Transient(
                full ? ErrorCode.STORE_FULL : ErrorCode.STORE_UNAVAILABLE,
                "the cache of decoded images, '" + file + "', cannot be written: " + message,
                cause);
    }
}
