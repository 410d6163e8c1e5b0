package io.espalier.onnx;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import java.util.ArrayList;
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

    /// This shape with its first axis, the batch, set to `size` if it is open; other axes stay as they are.
    public Shape boundBatch(long size) {
        if (dims.isEmpty() || dims.getFirst().isFixed()) {
            return this;
        }
        List<Dim> bound = new ArrayList<>(dims);
        bound.set(0, Dim.of(size));
        return new Shape(bound);
    }

    /// An input's shape for one image. What an image takes grows with its size; of one pixel every gate would be met.
    ///
    /// @param input its name, for the message
    /// @throws PipelineException.Permanent `MODEL_INVALID` if more is open than the batch
    public Shape ofOneImage(String input) {
        Shape one = boundBatch(1);
        if (!one.isFixed()) {
            throw new PipelineException.Permanent(
                    ErrorCode.MODEL_INVALID,
                    ("input '%s' %s leaves the size of the images open, and what an image costs depends on it: give"
                                    + " --image HxW, or export the model with a fixed height and width (the batch may"
                                    + " stay open); a run takes the size from its data set")
                            .formatted(input, this));
        }
        return one;
    }

    @Override
    public String toString() {
        return dims.stream().map(Dim::toString).collect(Collectors.joining(", ", "(", ")"));
    }
}
