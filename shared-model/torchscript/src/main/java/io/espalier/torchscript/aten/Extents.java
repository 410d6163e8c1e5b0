package io.espalier.torchscript.aten;

import io.espalier.onnx.Dim;
import io.espalier.onnx.Shape;
import io.espalier.onnx.op.Reshape;
import io.espalier.torchscript.aten.ScalarArithmetic.Binary;
import io.espalier.torchscript.value.Scalar;
import io.espalier.torchscript.value.TensorLike.Symbol;
import io.espalier.torchscript.value.Value;
import java.util.ArrayList;
import java.util.List;

/// Lists of extents as programs write them: numbers, sizes that follow the batch, and one -1 for what is left over.
final class Extents {

    private static final Value LEFT_OVER = new Scalar.Int(-1);

    private Extents() {}

    /// The product of the extents.
    static Value count(Shape shape) {
        Value product = new Scalar.Int(1);
        for (Dim dim : shape.dims()) {
            product = times(product, Values.extent(dim));
        }
        return product;
    }

    /// Writes the extent that -1 stands for in its place.
    ///
    /// @param whole the product that all extents must have
    static void resolve(List<Value> extents, Value whole) {
        int at = extents.indexOf(LEFT_OVER);
        if (at < 0) {
            return;
        }
        Value others = new Scalar.Int(1);
        for (int i = 0; i < extents.size(); i++) {
            others = i == at ? others : times(others, extents.get(i));
        }
        extents.set(at, quotient(whole, others));
    }

    /// A tensor under another shape: the extent that follows the batch, if there is one, is what is left over.
    static Value reshape(Call call, List<Value> wanted) {
        Symbol x = call.tensor(0);
        List<Value> extents = new ArrayList<>(wanted);
        resolve(extents, count(x.shape()));
        long[] shape = new long[extents.size()];
        int open = 0;
        for (int i = 0; i < shape.length; i++) {
            boolean follows = extents.get(i) instanceof Scalar.Extent;
            open += follows ? 1 : 0;
            shape[i] = follows ? -1 : Values.integer(extents.get(i));
        }
        if (open > 1) {
            throw new Unmapped("a shape with two sizes that follow the batch");
        }
        return call.graph().node(new Reshape(false), x, call.graph().integers(shape));
    }

    private static Value times(Value left, Value right) {
        return ScalarArithmetic.apply(Binary.MUL, left, right).orElseThrow(() -> unknown(left, right));
    }

    private static Value quotient(Value whole, Value part) {
        if (whole instanceof Scalar.Extent left && part instanceof Scalar.Extent right) {
            if (left.factor() % right.factor() == 0) {
                return new Scalar.Int(left.factor() / right.factor());
            }
            throw new Unmapped("a shape that does not hold the tensor's elements");
        }
        return ScalarArithmetic.apply(Binary.FLOOR_DIVIDE, whole, part).orElseThrow(() -> unknown(whole, part));
    }

    private static Unmapped unknown(Value left, Value right) {
        return new Unmapped("a size that is " + Values.show(left) + " and " + Values.show(right));
    }
}
