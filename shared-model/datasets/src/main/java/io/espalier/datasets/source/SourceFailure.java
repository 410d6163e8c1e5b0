package io.espalier.datasets.source;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/// The failures of a data set's place in the pipeline's terms.
final class SourceFailure {

    private SourceFailure() {}

    static PipelineException.Permanent notFound(String message) {
        return new PipelineException.Permanent(ErrorCode.DATASET_NOT_FOUND, message);
    }

    static PipelineException.Permanent invalid(String message) {
        return new PipelineException.Permanent(ErrorCode.DATASET_INVALID, message);
    }

    static PipelineException.Permanent otherBytes(String message) {
        return new PipelineException.Permanent(ErrorCode.DIGEST_MISMATCH, message);
    }

    static PipelineException.Permanent unreadable(String name, IOException cause) {
        return new PipelineException.Permanent(
                ErrorCode.DATASET_INVALID, "'" + name + "' cannot be read to its end: " + cause.getMessage(), cause);
    }

    /// The server or the network did not do its part, however often it was asked.
    static PipelineException.Transient unavailable(String name, IOException cause) {
        return new PipelineException.Transient(
                ErrorCode.DATASET_UNAVAILABLE, "'" + name + "' cannot be downloaded now: " + cause.getMessage(), cause);
    }

    /// The cache's volume is full, or does not answer.
    static PipelineException.Transient cache(Path file, IOException cause) {
        String message = String.valueOf(cause.getMessage());
        boolean full = message.toLowerCase(Locale.ROOT).matches(".*(no space left|not enough space|quota exceeded).*");
        return new PipelineException.Transient(
                full ? ErrorCode.STORE_FULL : ErrorCode.STORE_UNAVAILABLE,
                "the cache of data sets, '" + file + "', cannot be written: " + message,
                cause);
    }
}
