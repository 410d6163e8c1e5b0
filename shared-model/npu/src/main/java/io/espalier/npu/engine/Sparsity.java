package io.espalier.npu.engine;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// Which zero weights a device makes use of. With every weight different from 0, each mode costs what [None] costs.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Sparsity.None.class, name = "none"),
    @JsonSubTypes.Type(value = Sparsity.Compressed.class, name = "compressed"),
    @JsonSubTypes.Type(value = Sparsity.TileSkip.class, name = "tile-skip"),
    @JsonSubTypes.Type(value = Sparsity.KCompact.class, name = "k-compact"),
    @JsonSubTypes.Type(value = Sparsity.NToM.class, name = "n-m"),
    @JsonSubTypes.Type(value = Sparsity.Rate.class, name = "rate"),
})
public sealed interface Sparsity {

    /// A zero costs what any weight costs, in cycles and in bytes.
    record None() implements Sparsity {}

    /// Dense cycles; weights are stored as those that are not 0 and one bit for each.
    ///
    /// @param factor bytes stored over that sum, > 0: 1 for a plain bitmap, less for an entropy code
    record Compressed(double factor) implements Sparsity {

        public Compressed {
            positive("factor", factor);
        }
    }

    /// A tile of the engine's size that holds only zeros is neither stored, nor loaded, nor streamed against. On a
    /// systolic array only with weights stationary, where one fold is one tile.
    record TileSkip() implements Sparsity {}

    /// Rows of `K` without a weight in the columns of a fold are left out, the others moved together: needs a gather
    /// of the inputs. With inputs stationary, filters without a weight in a fold's rows are not streamed.
    ///
    /// @param rows rows of `K` that are left out together, ≥ 1
    record KCompact(int rows) implements Sparsity {

        public KCompact {
            positive("rows", rows);
        }
    }

    /// At most `nonZero` of each `group` weights along the input channels: `K` shrinks to `ceil(K / group) · nonZero`
    /// if all groups of the layer comply; else the layer is dense.
    record NToM(int nonZero, int group) implements Sparsity {

        public NToM {
            if (nonZero < 1 || group < nonZero) {
                throw new IllegalArgumentException(
                        "non-zero must be at least 1 and at most group, were %d of %d".formatted(nonZero, group));
            }
        }

        /// `ceil(extent / group) · nonZero`.
        public long compact(long extent) {
            return Math.min(extent, Math.ceilDiv(extent, group) * nonZero);
        }

        /// Bits that say where in its group a weight lies: `ceil(log2 group)`.
        public int indexBits() {
            return Integer.SIZE - Integer.numberOfLeadingZeros(group - 1);
        }

        /// SCALE-Sim's "New Storage" in blocked ELLPACK, in words of one weight: `Keff · N · (1 + indexBits / 32)`.
        public double ellpackWords(Gemm gemm) {
            return compact(gemm).weights() * (1 + indexBits() / (double) Integer.SIZE);
        }

        /// The product that is left for the engine.
        public Gemm compact(Gemm gemm) {
            return new Gemm(gemm.m(), gemm.n(), compact(gemm.k()), gemm.repeats());
        }
    }

    /// Zeros anywhere: `cycles = dense · max(floor, 1 - eta · sparsity)`; stored as [Compressed] with factor 1.
    ///
    /// @param eta   how much of a zero's time is saved, in `[0, 1]`
    /// @param floor least share of the dense cycles, in `[0, 1]`
    record Rate(double eta, double floor) implements Sparsity {

        public Rate {
            if (!(eta >= 0 && eta <= 1) || !(floor >= 0 && floor <= 1)) {
                throw new IllegalArgumentException("eta and floor must be in [0, 1], were " + eta + ", " + floor);
            }
        }
    }

    private static void positive(String name, double value) {
        if (!(value > 0)) {
            throw new IllegalArgumentException(name + " must be more than 0, was " + value);
        }
    }
}
