package io.espalier.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/// What a budget is counted in.
public enum BudgetUnit {
    /// Blocks that stay, of all prunable ones.
    @JsonProperty("blocks")
    BLOCKS,

    /// Weights of the whole network that are not removed.
    @JsonProperty("parameters")
    PARAMETERS,

    /// Bytes of the weights as they are stored, one byte (int8) a weight.
    @JsonProperty("weight-bytes")
    WEIGHT_BYTES,

    /// Multiply-accumulates of one image with weights that are not removed.
    @JsonProperty("macs")
    MACS,

    /// Clock cycles of one image on the spec's device.
    @JsonProperty("npu-cycles")
    NPU_CYCLES,

    /// Milliseconds of one image on the spec's device.
    @JsonProperty("latency-ms")
    LATENCY_MS;

    /// As in a spec: `npu-cycles`.
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
