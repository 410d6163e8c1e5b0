package io.espalier.ingest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.espalier.contracts.ArtifactRef;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.ModelIngested;
import io.espalier.contracts.RunId;
import io.espalier.contracts.StageFailed;
import org.jspecify.annotations.Nullable;

/// How far a submission is inside ingest; the registry knows what comes after.
///
/// @param source  the stored model, once ingested
/// @param code    why it was refused, if it was
/// @param message which value was wrong and what was allowed
record SubmissionStatus(
        RunId runId,
        State status,
        @Nullable ArtifactRef source,
        @Nullable ErrorCode code,
        @Nullable String message) {

    enum State {
        @JsonProperty("accepted")
        ACCEPTED,
        @JsonProperty("ingested")
        INGESTED,
        @JsonProperty("failed")
        FAILED
    }

    static SubmissionStatus accepted(RunId run) {
        return new SubmissionStatus(run, State.ACCEPTED, null, null, null);
    }

    static SubmissionStatus ingested(ModelIngested event) {
        return new SubmissionStatus(event.runId(), State.INGESTED, event.source(), null, null);
    }

    static SubmissionStatus failed(StageFailed event) {
        return new SubmissionStatus(event.runId(), State.FAILED, null, event.code(), event.message());
    }
}
