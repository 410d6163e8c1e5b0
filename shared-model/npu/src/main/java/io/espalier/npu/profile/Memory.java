package io.espalier.npu.profile;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// What stands between the multipliers and the weights and images.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Memory.Ideal.class, name = "ideal"),
    @JsonSubTypes.Type(value = Memory.Buffered.class, name = "buffered"),
})
public sealed interface Memory {

    /// Never waited for.
    record Ideal() implements Memory {}

    /// An on-chip buffer before one outer memory.
    ///
    /// @param sramBytes          bytes for inputs and weights of the layer at work, ≥ 1
    /// @param featureMapBytes    further bytes in which feature maps stay between layers; 0 if none do
    /// @param weightCacheBytes   further bytes in which weights stay from one inference to the next; 0 if none do
    /// @param accumulatorBytes   bytes for partial sums, 4 a sum; 0 if they always fit
    /// @param dramBytesPerSecond > 0
    /// @param dramEfficiency     share of that which a layer gets, in `(0, 1]`
    /// @param dramLatencyNs      before the first byte of a layer, ≥ 0
    /// @param sramBytesPerCycle  between buffer and multipliers; 0 if it always keeps up
    /// @param resident           which operand stays when not both fit
    /// @param overlap            how transfer and computation overlap
    /// @param channelGranule     channels that feature maps are padded to, ≥ 1
    /// @param kernelGroup        filters that must be on chip together, ≥ 1
    record Buffered(
            long sramBytes,
            long featureMapBytes,
            long weightCacheBytes,
            long accumulatorBytes,
            double dramBytesPerSecond,
            double dramEfficiency,
            double dramLatencyNs,
            double sramBytesPerCycle,
            Resident resident,
            Overlap overlap,
            int channelGranule,
            int kernelGroup)
            implements Memory {

        public Buffered {
            if (sramBytes < 1 || channelGranule < 1 || kernelGroup < 1) {
                throw new IllegalArgumentException(
                        "sram-bytes, channel-granule and kernel-group must be at least 1, were %d, %d, %d"
                                .formatted(sramBytes, channelGranule, kernelGroup));
            }
            if (featureMapBytes < 0 || weightCacheBytes < 0 || accumulatorBytes < 0) {
                throw new IllegalArgumentException(
                        "feature-map-bytes, weight-cache-bytes and accumulator-bytes must" + " be at least 0");
            }
            if (!(dramBytesPerSecond > 0) || !(dramEfficiency > 0 && dramEfficiency <= 1)) {
                throw new IllegalArgumentException(
                        "dram-bytes-per-second must be more than 0 and dram-efficiency in (0, 1], were "
                                + dramBytesPerSecond + ", " + dramEfficiency);
            }
            if (!(dramLatencyNs >= 0) || !(sramBytesPerCycle >= 0)) {
                throw new IllegalArgumentException("dram-latency-ns and sram-bytes-per-cycle must be at least 0");
            }
        }

        /// Cycles of `bytes` to or from the outer memory, without the latency.
        public double dramCycles(double bytes, long clockHz) {
            return bytes * clockHz / (dramBytesPerSecond * dramEfficiency);
        }

        public long latencyCycles(long clockHz) {
            return (long) Math.ceil(dramLatencyNs * clockHz / 1e9);
        }
    }

    /// Which operand of a layer stays on chip, a part at a time, while the other is read again for each part.
    enum Resident {
        /// The one that makes fewer bytes move.
        CHEAPER,
        /// The one with fewer bytes, as NVDLA's sheet has it.
        SMALLER
    }

    /// How a layer's transfers and its computation overlap; `d`, `c`, `w` are the cycles of load, computation, store.
    enum Overlap {
        /// `max(c, d + w)`: other layers' transfers fill the gaps.
        PERFECT,
        /// Equal parts that fill half the buffer, `n` of them: `d/n + (n - 1) · max(c/n, (d + w)/n) + c/n + w/n`.
        DOUBLE_BUFFERED,
        /// `d + c + w`.
        NONE
    }
}
