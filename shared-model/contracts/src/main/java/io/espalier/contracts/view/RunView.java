package io.espalier.contracts.view;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.GateResult;
import io.espalier.contracts.RunId;
import io.espalier.contracts.Stage;
import io.espalier.contracts.SweepId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One run as people watch it: the same form in lists, on its own and in server-sent events.
///
/// @param model        name in the registry; absent until the submission has been read
/// @param status       how the run stands
/// @param stage        the stage that works on it, or that it ended in
/// @param submittedAt  when the registry first heard of it, or when it was submitted if that is known
/// @param endedAt      when `status` became final
/// @param plan         what was asked for; absent until the model has been ingested
/// @param stages       all five, in pipeline order
/// @param gates        as judged; empty until then
/// @param version      the version this run made in the registry; absent until judged
/// @param failure      why it ended; only if `status` is `failed`
/// @param sweep        that the run is part of; absent if it is part of none
public record RunView(
        RunId runId,
        @Nullable String model,
        RunStatus status,
        Stage stage,
        Instant submittedAt,
        Instant updatedAt,
        @Nullable Instant endedAt,
        @Nullable Plan plan,
        List<StageView> stages,
        List<GateResult> gates,
        @Nullable Integer version,
        @Nullable Failure failure,
        @Nullable SweepId sweep) {

    public RunView {
        stages = List.copyOf(stages);
        gates = List.copyOf(gates);
    }

    /// What was asked for, in short; the whole spec is at `/api/runs/{id}/spec`.
    ///
    /// @param method        as in a spec: `smart`, `gmp`
    /// @param block         pattern: `8×8`, `channel`, `2:4`
    /// @param blockSparsity fraction of blocks to remove, in `[0, 1)`; absent if the budget is in other units
    /// @param budget        in words: `block-sparsity 0.5`, `macs 50%`
    /// @param device        NPU profile
    public record Plan(
            String method, String block, @Nullable Double blockSparsity, String budget, String device) {}

    /// Why a run ended without a verdict.
    ///
    /// @param message which value was wrong and what was allowed
    /// @param meaning one sentence: what is the matter
    /// @param remedy  one sentence: what the user can do
    public record Failure(Stage stage, ErrorCode code, String message, String meaning, String remedy) {}
}
