package io.espalier.npu;

import io.espalier.npu.engine.Cores;
import io.espalier.npu.engine.Depthwise;
import io.espalier.npu.engine.Engine;
import io.espalier.npu.engine.Sparsity;
import io.espalier.npu.profile.Confidence;
import io.espalier.npu.profile.DataType;
import io.espalier.npu.profile.Energy;
import io.espalier.npu.profile.Link;
import io.espalier.npu.profile.Memory;
import io.espalier.npu.profile.Overhead;
import io.espalier.npu.profile.VectorUnit;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// A device as the model sees it.
///
/// @param name              as specs and commands write it: `[a-z0-9-]+`
/// @param summary           one line for people: what the numbers stand for
/// @param confidence        how far they can be believed
/// @param engine            what one core multiplies with
/// @param cores             how many engines share a layer
/// @param clockHz           of engine and vector unit, ≥ 1
/// @param dataType          of weights and activations
/// @param depthwise         how convolutions are done whose channels do not mix
/// @param sparsity          which zero weights cost nothing
/// @param channelCompaction whether channels without any weight are taken out before anything else
/// @param vector            what does everything that is no product
/// @param memory            what feeds the engine
/// @param overhead          what is no arithmetic
/// @param link              to the host
/// @param energy            of single actions
/// @param sources           where numbers come from, by key: `engine.rows` → `datasheet, table 3`
public record NpuProfile(
        String name,
        String summary,
        Confidence confidence,
        Engine engine,
        Cores cores,
        long clockHz,
        DataType dataType,
        Depthwise depthwise,
        Sparsity sparsity,
        boolean channelCompaction,
        VectorUnit vector,
        Memory memory,
        Overhead overhead,
        Link link,
        Energy energy,
        Map<String, String> sources) {

    public NpuProfile {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(summary, "summary");
        if (!name.matches("[a-z0-9-]+")) {
            throw new IllegalArgumentException("name must be small letters, digits and hyphens, was '" + name + "'");
        }
        if (clockHz < 1) {
            throw new IllegalArgumentException("clock-hz must be at least 1, was " + clockHz);
        }
        engine.accepts(sparsity);
        sources = java.util.Collections.unmodifiableMap(new TreeMap<>(sources));
    }

    /// `cycles` at this clock, in milliseconds.
    public double milliseconds(long cycles) {
        return cycles * 1e3 / clockHz;
    }

    /// Whole cycles that `micros` microseconds take.
    long cyclesOf(double micros) {
        return (long) Math.ceil(micros * clockHz / 1e6);
    }

    /// The same device with other overheads, as a calibration tries them.
    public NpuProfile withOverhead(Overhead replacement) {
        return copy(confidence, memory, replacement);
    }

    public NpuProfile withMemory(Memory replacement) {
        return copy(confidence, replacement, overhead);
    }

    public NpuProfile withConfidence(Confidence replacement) {
        return copy(replacement, memory, overhead);
    }

    private NpuProfile copy(Confidence newConfidence, Memory newMemory, Overhead newOverhead) {
        return new NpuProfile(
                name,
                summary,
                newConfidence,
                engine,
                cores,
                clockHz,
                dataType,
                depthwise,
                sparsity,
                channelCompaction,
                vector,
                newMemory,
                newOverhead,
                link,
                energy,
                sources);
    }
}
