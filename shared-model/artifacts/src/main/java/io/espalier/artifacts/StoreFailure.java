package io.espalier.artifacts;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/// What an input/output error of a store means for the pipeline.
public final class StoreFailure {

    /// How Linux, Windows and quotas say that there is no room (strerror ENOSPC and EDQUOT, ERROR_DISK_FULL).
    private static final List<String> NO_ROOM =
            List.of("no space left on device", "not enough space on the disk", "disk quota exceeded");

    private StoreFailure() {}

    /// `STORE_FULL` if `cause` says that a volume is full, else `STORE_UNAVAILABLE`.
    ///
    /// @param doing what was tried, as in "storing an artifact under /data"
    public static PipelineException.Transient of(String doing, IOException cause) {
        String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        boolean full = NO_ROOM.stream().anyMatch(message::contains);
        return new PipelineException.Transient(
                full ? ErrorCode.STORE_FULL : ErrorCode.STORE_UNAVAILABLE,
                doing + " failed: " + cause.getClass().getSimpleName() + ": " + cause.getMessage(),
                cause);
    }

    static PipelineException.Permanent notFound(String what) {
        return new PipelineException.Permanent(ErrorCode.ARTIFACT_NOT_FOUND, what + " is not there");
    }
}
