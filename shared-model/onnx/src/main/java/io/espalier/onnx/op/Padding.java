package io.espalier.onnx.op;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/// Elements put around the spatial axes before a window moves over them.
///
/// Source: `auto_pad` and `pads` of Conv and the pooling operators.
public sealed interface Padding {

    /// @param begins elements before the first, one entry a spatial axis, >= 0
    /// @param ends   elements after the last, likewise
    record Explicit(List<Long> begins, List<Long> ends) implements Padding {
        public Explicit {
            begins = List.copyOf(begins);
            ends = List.copyOf(ends);
        }
    }

    /// As much as makes output = ceil(input / stride), an odd element at the end (`SAME_UPPER`).
    record SameUpper() implements Padding {}

    /// As much as makes output = ceil(input / stride), an odd element at the beginning (`SAME_LOWER`).
    record SameLower() implements Padding {}

    static Explicit none(int rank) {
        return new Explicit(Collections.nCopies(rank, 0L), Collections.nCopies(rank, 0L));
    }

    /// The elements before and after one axis.
    ///
    /// @param effectiveKernel (kernel - 1) · dilation + 1
    default long[] around(int axis, long input, long effectiveKernel, long stride) {
        return switch (this) {
            case Explicit pads -> new long[] {pads.begins.get(axis), pads.ends.get(axis)};
            case SameUpper same -> {
                long total = sameTotal(input, effectiveKernel, stride);
                yield new long[] {total / 2, total - total / 2};
            }
            case SameLower same -> {
                long total = sameTotal(input, effectiveKernel, stride);
                yield new long[] {total - total / 2, total / 2};
            }
        };
    }

    private static long sameTotal(long input, long effectiveKernel, long stride) {
        long output = Math.ceilDiv(input, stride);
        return Math.max(0, (output - 1) * stride + effectiveKernel - input);
    }

    static Padding read(Attributes in) {
        List<Long> pads = in.integers("pads");
        String auto = in.text("auto_pad", "NOTSET");
        int half = pads.size() / 2;
        return switch (auto) {
            case "NOTSET" -> {
                if (pads.size() % 2 != 0 || pads.stream().anyMatch(pad -> pad < 0)) {
                    throw in.refuse("pads", pads, "values >= 0, two for each spatial axis");
                }
                yield new Explicit(pads.subList(0, half), pads.subList(half, pads.size()));
            }
            case "VALID" -> new Explicit(List.of(), List.of());
            case "SAME_UPPER" -> new SameUpper();
            case "SAME_LOWER" -> new SameLower();
            default -> throw in.refuse("auto_pad", auto, "NOTSET, VALID, SAME_UPPER or SAME_LOWER");
        };
    }

    default void write(AttributeWriter out) {
        switch (this) {
            case Explicit pads ->
                out.longs(
                        "pads",
                        Stream.concat(pads.begins.stream(), pads.ends.stream()).toList());
            case SameUpper same -> out.text("auto_pad", "SAME_UPPER", "NOTSET");
            case SameLower same -> out.text("auto_pad", "SAME_LOWER", "NOTSET");
        }
    }
}
