package io.espalier.onnx;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The contents of an integer tensor that holds extents, of which some may be symbolic: what Shape gives, and what
/// Gather, Concat and arithmetic make of it. Entries may be negative (a -1 for Reshape).
///
/// @param type   an integer type, or BOOL with entries 0 and 1
/// @param scalar rank 0 (one entry) rather than rank 1
record ShapeValue(ElementType type, boolean scalar, List<Dim> entries) {

    /// Longer tensors are data, not shapes.
    private static final int LONGEST = 64;

    ShapeValue {
        entries = List.copyOf(entries);
    }

    static ShapeValue vector(List<Dim> entries) {
        return new ShapeValue(ElementType.INT64, false, entries);
    }

    /// The value of a constant; empty if it is not an integer scalar or short vector.
    static Optional<ShapeValue> of(Tensor tensor) {
        if (tensor.type().isFloating() || tensor.rank() > 1 || tensor.size() > LONGEST) {
            return Optional.empty();
        }
        List<Dim> entries = Arrays.stream(tensor.longs()).mapToObj(Dim::of).toList();
        return Optional.of(new ShapeValue(tensor.type(), tensor.rank() == 0, entries));
    }

    /// The entry at a place; a value of one entry stands for that at every place.
    Dim entry(int index) {
        return entries.get(entries.size() == 1 ? 0 : index);
    }

    /// The value as a constant; empty if an entry is symbolic.
    Optional<Tensor> constant() {
        if (!entries.stream().allMatch(Dim::isFixed)) {
            return Optional.empty();
        }
        ByteBuffer raw = Tensor.littleEndian((long) entries.size() * type.bytes());
        for (int i = 0; i < entries.size(); i++) {
            Elements.put(type, raw, i, entries.get(i).size());
        }
        long[] shape = scalar ? new long[0] : new long[] {entries.size()};
        return Optional.of(Tensor.owning(type, shape, Tensor.bytes(raw)));
    }
}
