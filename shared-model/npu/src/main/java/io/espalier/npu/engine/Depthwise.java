package io.espalier.npu.engine;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// How a convolution is done whose channels do not mix.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Depthwise.Groups.class, name = "groups"),
    @JsonSubTypes.Type(value = Depthwise.Lanes.class, name = "lanes"),
})
public sealed interface Depthwise {

    /// One product after the other, each with `N = 1` and `K = taps`: as SCALE-Sim treats a layer named `DP`.
    record Groups() implements Depthwise {}

    /// Channels side by side: `ceil(C / channels) · ceil(taps / taps) · M` cycles, on the vector unit or on
    /// multipliers that are wired for it.
    ///
    /// @param channels channels in one cycle, ≥ 1
    /// @param taps     taps of one channel in one cycle, ≥ 1
    record Lanes(int channels, int taps) implements Depthwise {

        public Lanes {
            if (channels < 1 || taps < 1) {
                throw new IllegalArgumentException(
                        "channels and taps must be at least 1, were " + channels + ", " + taps);
            }
        }

        /// Costs one layer; the cores share the channels.
        public Compute compute(ProductShape shape, Cores cores) {
            Gemm gemm = shape.gemm();
            long parts = Math.ceilDiv(gemm.repeats() * gemm.n(), channels);
            long perCore = Math.ceilDiv(parts, (long) cores.count());
            long cycles = perCore * Math.ceilDiv(gemm.k(), taps) * gemm.m();
            double possible = (double) parts * channels * Math.ceilDiv(gemm.k(), taps) * taps;
            return Compute.dense(gemm, cycles, parts, gemm.repeats() * gemm.n() * gemm.k() / possible)
                    .withImbalance((double) perCore * cores.count() / parts);
        }
    }
}
