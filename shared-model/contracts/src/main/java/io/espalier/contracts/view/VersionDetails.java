package io.espalier.contracts.view;

import io.espalier.contracts.ArtifactRef;
import io.espalier.contracts.EvaluationReport;
import io.espalier.contracts.Exports;
import io.espalier.contracts.GateResult;
import io.espalier.contracts.RunSpec;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One version of a model with everything that led to its verdict.
///
/// @param gates  every gate with its limit and its measured value
/// @param report what was measured on the served bytes
/// @param origin what the version was made from
/// @param exports what else the run left; absent of versions that were made before there were any
public record VersionDetails(
        VersionView version,
        List<GateResult> gates,
        EvaluationReport report,
        Origin origin,
        @Nullable Exports exports) {

    public VersionDetails {
        gates = List.copyOf(gates);
    }

    /// Same source, data and spec give the same bytes.
    ///
    /// @param source  the model that was pushed
    /// @param mask    which blocks were kept
    /// @param spec    complete, with every default filled in
    public record Origin(ArtifactRef source, ArtifactRef mask, RunSpec spec, Instant decidedAt) {}
}
