package io.espalier.contracts;

/// Stable names of everything that can go wrong for a user.
///
/// The same word stands in `StageFailed` events, problem responses, exit messages, metrics and `docs/errors.md`,
/// which is generated from this enum. A name is never reused for another meaning.
public enum ErrorCode {
    MODEL_NOT_ONNX(
            "The file is not an ONNX model, or it is truncated.",
            "Export the model again and push the file as the exporter wrote it."),
    MODEL_INVALID(
            "The ONNX graph breaks a rule of the specification.",
            "Run the ONNX checker on the file and repair the node that the message names."),
    OPERATOR_UNSUPPORTED(
            "The model uses operators that Espalier cannot train.",
            "Replace the operators listed, or export the model with another opset."),
    SPEC_INVALID(
            "The run spec has an unknown key or a value that is not allowed.",
            "Correct the key that the message names; the message says what is allowed."),
    DATASET_NOT_FOUND(
            "The data set's location does not exist or cannot be opened.",
            "Check data.uri in the spec; relative paths are resolved against the service's data directory."),
    DATASET_INVALID(
            "The data set does not have the layout that its format asks for.",
            "Compare the folder with the layout that docs/datasets.md gives for data.format."),
    DATASET_UNAVAILABLE(
            "The server of the data set does not answer, or breaks off.",
            "Check data.uri and the network; within about a minute the run goes on, after that push again."),
    BUDGET_UNREACHABLE(
            "No mask meets the budget within the bounds of the spec.",
            "Choose a budget inside the reachable range that the message gives, or lower min-keep-per-layer."),
    DEVICE_UNKNOWN("No NPU profile has this name.", "Choose one of the profiles that the message lists."),
    TRAINING_DIVERGED(
            "The loss is not a finite number.",
            "Lower the learning rate, or check the preprocessing against the one the model was trained with."),
    DIGEST_MISMATCH(
            "The bytes read are not the bytes that were announced.",
            "Push the file again, or correct data.sha256; if it happens again, the store or the network corrupts data."),
    ARTIFACT_NOT_FOUND(
            "The artifact is not in the store.",
            "Check that every service uses the same store, and push the model again."),
    ARTIFACT_TOO_LARGE(
            "The file is larger than this installation accepts.",
            "Raise espalier.ingest.max-model-size, or push a smaller model."),
    STORE_FULL(
            "The artifact store has no room left.",
            "Free space or enlarge the volume; within about a minute the run goes on, after that push again."),
    STORE_UNAVAILABLE(
            "The artifact store does not answer.",
            "Check the store's address and credentials; within about a minute the run goes on, after that push again."),
    BROKER_UNAVAILABLE(
            "The Kafka broker does not answer.", "Check the broker's address; the run goes on by itself afterwards."),
    DATABASE_UNAVAILABLE(
            "The registry's database does not answer.", "Check the database; the run goes on by itself afterwards."),
    EVENT_UNREADABLE(
            "A record on a topic is not an event that this version knows.",
            "Look at the record in pipeline.dead-letters and correct its producer."),
    DELIVERIES_EXHAUSTED(
            "A record was handed out as often as allowed and never finished.",
            "Look at the service's log for the cause, then push the model again."),
    RUN_NOT_FOUND("No run has this id.", "List the runs with `espalier runs`."),
    MODEL_NOT_FOUND(
            "The registry has no model of this name, version or alias.",
            "List the models with `espalier runs`; aliases are `approved` and `latest`."),
    REQUEST_INVALID("The request is not well formed.", "Correct what the message names."),
    PORT_IN_USE(
            "A port that Espalier needs is taken by another program.",
            "Stop that program, or choose other ports as `espalier up --help` says."),
    NOT_RUNNING("Espalier is not running.", "Start it with `espalier up`."),
    ENGINE_UNAVAILABLE(
            "The training engine cannot be loaded on this machine.",
            "Use a 64-bit Linux, macOS or Windows machine; the README lists what is tested."),
    INTERNAL("Espalier has a defect.", "Report it with the run id and the service's log.");

    private final String meaning;
    private final String remedy;

    ErrorCode(String meaning, String remedy) {
        this.meaning = meaning;
        this.remedy = remedy;
    }

    /// One sentence: what is the matter.
    public String meaning() {
        return meaning;
    }

    /// One sentence: what the user can do.
    public String remedy() {
        return remedy;
    }
}
