package io.espalier.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// The extents of a tensor, outermost axis first; `()` is a scalar.
///
/// @param dims one [Dim] an axis; fixed ones are >= 0
public record Shape(List<Dim> dims) {

    public Shape {
        dims = List.copyOf(dims);
        for (Dim dim : dims) {
            if (dim instanceof Dim.Fixed fixed && fixed.size() < 0) {
                throw new IllegalArgumentException("dimensions must be >= 0, was " + fixed.size());
            }
        }
    }

    public static Shape of(long... sizes) {
        return new Shape(Arrays.stream(sizes).mapToObj(Dim::of).toList());
    }

    public static Shape of(Dim... dims) {
        return new Shape(List.of(dims));
    }

    public int rank() {
        return dims.size();
    }

    /// The extent of one axis.
    ///
    /// @param axis in `[-rank, rank)`; negative counts from the innermost axis
    public Dim dim(int axis) {
        return dims.get(axis < 0 ? axis + rank() : axis);
    }

    public boolean isFixed() {
        return dims.stream().allMatch(Dim::isFixed);
    }

    /// All extents as numbers.
    ///
    /// @throws IllegalStateException if one is symbolic
    public long[] sizes() {
        return dims.stream().mapToLong(Dim::size).toArray();
    }

    /// This shape with every symbol standing for `size`, as for a given batch; `4*batch` becomes four times that.
    ///
    /// @throws IllegalStateException if an extent is another expression than a product: bind the graph then
    ///     ([Graph#bound(long)]) and infer again
    public Shape bound(long size) {
        return new Shape(
                dims.stream().map(dim -> DimProduct.of(dim).bound(size)).toList());
    }

    @Override
    public String toString() {
        return dims.stream().map(Dim::toString).collect(Collectors.joining(", ", "(", ")"));
    }
}
