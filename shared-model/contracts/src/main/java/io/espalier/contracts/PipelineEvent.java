package io.espalier.contracts;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;

/// A fact about a run, published once and never edited. Names are past tense; payloads carry references to artifacts,
/// never the artifacts themselves.
///
/// On Kafka an event is a CloudEvent: key = run, `ce_type` = [#type], `ce_id` = [#id], data = its JSON.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ModelSubmitted.class, name = ModelSubmitted.TYPE),
    @JsonSubTypes.Type(value = ModelIngested.class, name = ModelIngested.TYPE),
    @JsonSubTypes.Type(value = ModelPruned.class, name = ModelPruned.TYPE),
    @JsonSubTypes.Type(value = ModelFinetuned.class, name = ModelFinetuned.TYPE),
    @JsonSubTypes.Type(value = ModelEvaluated.class, name = ModelEvaluated.TYPE),
    @JsonSubTypes.Type(value = ModelPromoted.class, name = ModelPromoted.TYPE),
    @JsonSubTypes.Type(value = ModelRejected.class, name = ModelRejected.TYPE),
    @JsonSubTypes.Type(value = StageProgressed.class, name = StageProgressed.TYPE),
    @JsonSubTypes.Type(value = StageFailed.class, name = StageFailed.TYPE),
})
public sealed interface PipelineEvent
        permits ModelSubmitted,
                ModelIngested,
                ModelPruned,
                ModelFinetuned,
                ModelEvaluated,
                ModelPromoted,
                ModelRejected,
                StageProgressed,
                StageFailed {

    /// The run this fact belongs to; also the Kafka key, so a run's events stay in order.
    RunId runId();

    /// When the fact became true, by the clock of the emitting service (UTC).
    Instant occurredAt();

    /// CloudEvents type, with the version of the data's form: `io.espalier.model-pruned.v1`.
    default String type() {
        return switch (this) {
            case ModelSubmitted ignored -> ModelSubmitted.TYPE;
            case ModelIngested ignored -> ModelIngested.TYPE;
            case ModelPruned ignored -> ModelPruned.TYPE;
            case ModelFinetuned ignored -> ModelFinetuned.TYPE;
            case ModelEvaluated ignored -> ModelEvaluated.TYPE;
            case ModelPromoted ignored -> ModelPromoted.TYPE;
            case ModelRejected ignored -> ModelRejected.TYPE;
            case StageProgressed ignored -> StageProgressed.TYPE;
            case StageFailed ignored -> StageFailed.TYPE;
        };
    }

    /// Identity of the fact, the same however often it is published: run and type, and for progress the
    ///     sequence number.
    default String id() {
        return switch (this) {
            case StageProgressed p -> runId() + "/" + type() + "/" + p.stage().label() + "/" + p.sequence();
            case StageFailed f -> runId() + "/" + type() + "/" + f.stage().label();
            default -> runId() + "/" + type();
        };
    }

    /// The topic this kind of fact is published on.
    default String topic() {
        return switch (this) {
            case ModelSubmitted ignored -> Topics.SUBMISSIONS;
            case ModelIngested ignored -> Topics.INGESTED;
            case ModelPruned ignored -> Topics.PRUNED;
            case ModelFinetuned ignored -> Topics.FINETUNED;
            case ModelEvaluated ignored -> Topics.EVALUATED;
            case ModelPromoted ignored -> Topics.DECISIONS;
            case ModelRejected ignored -> Topics.DECISIONS;
            case StageProgressed ignored -> Topics.PROGRESS;
            case StageFailed ignored -> Topics.FAILURES;
        };
    }
}
