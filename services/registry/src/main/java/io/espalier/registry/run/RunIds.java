package io.espalier.registry.run;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.RunId;
import io.espalier.contracts.SweepId;

/// Run ids as they come in requests.
public final class RunIds {

    private RunIds() {}

    /// @throws PipelineException.Permanent `RUN_NOT_FOUND` if `id` has not the form of one
    public static RunId parse(String id) {
        try {
            return new RunId(id);
        } catch (IllegalArgumentException e) {
            throw new PipelineException.Permanent(ErrorCode.RUN_NOT_FOUND, String.valueOf(e.getMessage()), e);
        }
    }

    /// @throws PipelineException.Permanent `RUN_NOT_FOUND` if `id` has not the form of a sweep's
    public static SweepId parseSweep(String id) {
        try {
            return new SweepId(id);
        } catch (IllegalArgumentException e) {
            throw new PipelineException.Permanent(ErrorCode.RUN_NOT_FOUND, String.valueOf(e.getMessage()), e);
        }
    }

    public static PipelineException unknown(String id) {
        return new PipelineException.Permanent(ErrorCode.RUN_NOT_FOUND, "no run '" + id + "'");
    }
}
