package io.espalier.stage;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineEvent;
import io.espalier.contracts.RunId;

/// What [EventCodec] makes of a record.
public sealed interface DecodedRecord {

    record Fact(PipelineEvent event) implements DecodedRecord {}

    /// The envelope is in order, so the run is known, but what it asks for is not allowed.
    ///
    /// @param code `SPEC_INVALID`
    record Refused(RunId runId, ErrorCode code, String message) implements DecodedRecord {}

    /// Not an event that this version knows: `EVENT_UNREADABLE`.
    record Unreadable(String reason) implements DecodedRecord {}
}
