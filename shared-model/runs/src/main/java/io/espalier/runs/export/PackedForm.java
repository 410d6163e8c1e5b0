package io.espalier.runs.export;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.espalier.contracts.BlockPattern;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// How a parameter is cut into blocks in a sidecar, as its metadata says it.
///
/// @param layout of the blocks
/// @param shape  of the parameter
/// @param block  extents of a block, of `tiles` `(out, in)` and of `matrix` `(out, products)`; edges may be smaller
/// @param order  of `matrix`: `tap-major` or `channel-major`
/// @param axis   of `slices`
/// @param bitmap whether of the elements in stored blocks only those stand there whose bit is set
record PackedForm(
        Layout layout,
        List<Long> shape,
        @Nullable List<Integer> block,
        @Nullable String order,
        @Nullable Integer axis,
        boolean bitmap) {

    /// What the number of an element's block is.
    enum Layout {
        /// `(⌊o/out⌋ · ⌈I/in⌉ + ⌊i/in⌋) · taps + tap`.
        @JsonProperty("tiles")
        TILES,
        /// `⌊o/out⌋ · ⌈K/products⌉ + ⌊k/products⌋`, `k = tap · I + i` if tap-major, `i · taps + tap` otherwise.
        @JsonProperty("matrix")
        MATRIX,
        /// The position along `axis`.
        @JsonProperty("slices")
        SLICES,
        /// 0: one block, of which `bitmap` says what stands there.
        @JsonProperty("whole")
        WHOLE
    }

    static PackedForm tiles(List<Long> shape, int out, int in, boolean bitmap) {
        return new PackedForm(Layout.TILES, shape, List.of(out, in), null, null, bitmap);
    }

    static PackedForm matrix(List<Long> shape, int out, int products, BlockPattern.Order order) {
        String text =
                switch (order) {
                    case TAP_MAJOR -> "tap-major";
                    case CHANNEL_MAJOR -> "channel-major";
                };
        return new PackedForm(Layout.MATRIX, shape, List.of(out, products), text, null, false);
    }

    static PackedForm slices(List<Long> shape, int axis) {
        return new PackedForm(Layout.SLICES, shape, null, null, axis, false);
    }

    static PackedForm whole(List<Long> shape) {
        return new PackedForm(Layout.WHOLE, shape, null, null, null, true);
    }

    /// The block of every element, row-major.
    int[] numbers() {
        int size = extents(0, shape.size());
        return switch (layout) {
            case WHOLE -> new int[size];
            case SLICES -> {
                int along = axis == null ? 0 : axis;
                int inner = extents(along + 1, shape.size());
                int extent = extents(along, along + 1);
                yield IntStream.range(0, size)
                        .map(index -> index / inner % extent)
                        .toArray();
            }
            case TILES, MATRIX -> IntStream.range(0, size).map(this::number).toArray();
        };
    }

    private int number(int index) {
        int inputs = extents(1, 2);
        int taps = extents(2, shape.size());
        int out = index / (inputs * taps);
        int in = index / taps % inputs;
        int tap = index % taps;
        List<Integer> extents = block == null ? List.of(1, 1) : block;
        int row = out / extents.get(0);
        int width = extents.get(1);
        if (layout == Layout.TILES) {
            return (row * Math.ceilDiv(inputs, width) + in / width) * taps + tap;
        }
        int product = "tap-major".equals(order) ? tap * inputs + in : in * taps + tap;
        return row * Math.ceilDiv(inputs * taps, width) + product / width;
    }

    /// Product of the extents of axes `[from, to)`.
    private int extents(int from, int to) {
        return shape.subList(from, to).stream().map(Math::toIntExact).reduce(1, Math::multiplyExact);
    }
}
