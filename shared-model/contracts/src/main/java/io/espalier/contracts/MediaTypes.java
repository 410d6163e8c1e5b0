package io.espalier.contracts;

/// Media types of the artifacts that a run leaves behind.
public final class MediaTypes {

    /// An ONNX `ModelProto`.
    public static final String ONNX = "application/vnd.onnx";

    /// The kept blocks per layer, JSON; see `docs/events.md`.
    public static final String MASK = "application/vnd.espalier.mask+json";

    /// Loss, temperature and soft count per step, JSON lines.
    public static final String CURVES = "application/vnd.espalier.curves+jsonl";

    /// An [EvaluationReport], JSON.
    public static final String REPORT = "application/vnd.espalier.report+json";

    /// Kept blocks and all other parameters, safetensors; see `docs/formats.md`.
    public static final String SIDECAR = "application/vnd.espalier.blocks+safetensors";

    /// An [EvaluationReport] for people.
    public static final String SUMMARY = "text/markdown";

    /// Every layer on every device, and a measured latency, JSON; see `docs/formats.md`.
    public static final String LATENCY = "application/vnd.espalier.latency+json";

    private MediaTypes() {}
}
