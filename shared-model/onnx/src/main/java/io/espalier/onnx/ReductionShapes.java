package io.espalier.onnx;

import io.espalier.onnx.op.ArgReduce;
import io.espalier.onnx.op.Reduce;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// Shapes of operators that take axes away, or leave them with extent 1.
///
/// Source: ONNX operators ReduceSum-13, ReduceMean-18, ArgMax-13.
final class ReductionShapes {

    private ReductionShapes() {}

    static Shape reduce(Reduce op, Operands in) {
        return without(axes(op, in), op.keepDims(), in.shape(0));
    }

    /// The axes that are reduced, counted from the front.
    static Set<Integer> axes(Reduce op, Operands in) {
        int rank = in.shape(0).rank();
        long[] stated = in.axes(1);
        Set<Integer> axes = new TreeSet<>();
        if (stated.length > 0) {
            Arrays.stream(stated).forEach(axis -> axes.add(in.axis(axis, rank)));
        } else if (!op.noopWithEmptyAxes()) {
            IntStream.range(0, rank).forEach(axes::add);
        }
        return axes;
    }

    static Shape index(ArgReduce op, Operands in) {
        Shape x = in.shape(0);
        return without(Set.of(in.axis(op.axis(), x.rank())), op.keepDims(), x);
    }

    private static Shape without(Set<Integer> axes, boolean keepDims, Shape x) {
        List<Dim> dims = new ArrayList<>();
        for (int axis = 0; axis < x.rank(); axis++) {
            if (!axes.contains(axis)) {
                dims.add(x.dim(axis));
            } else if (keepDims) {
                dims.add(Dim.of(1));
            }
        }
        return new Shape(dims);
    }
}
