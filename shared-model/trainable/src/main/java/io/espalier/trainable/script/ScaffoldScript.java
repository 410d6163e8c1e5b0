package io.espalier.trainable.script;

import io.espalier.onnx.ElementType;
import io.espalier.onnx.Node;
import io.espalier.onnx.op.Cast;
import io.espalier.onnx.op.Constant;
import io.espalier.onnx.op.ConstantOfShape;
import io.espalier.onnx.op.Dropout;
import io.espalier.onnx.op.Identity;
import io.espalier.onnx.op.NonZero;
import io.espalier.onnx.op.Range;
import io.espalier.onnx.op.Scaffold;
import io.espalier.onnx.op.ShapeOf;
import io.espalier.onnx.op.SizeOf;

/// Expressions of what the training form leaves of an exporter's scaffolding.
final class ScaffoldScript {

    private ScaffoldScript() {}

    static String of(Scaffold scaffold, Node node, Operands in) {
        return switch (scaffold) {
            case Identity ignored -> in.input(node, 0);
            // Fine-tuning keeps the eval form: the exporter's file drops nothing either.
            case Dropout ignored -> in.input(node, 0);
            case Cast cast -> "torch.to(%s, %d)".formatted(in.input(node, 0), code(cast.to()));
            case ConstantOfShape filled -> filled(filled, node, in);
            case Constant ignored -> throw new UntrainableException("constants must be folded first");
            case ShapeOf ignored -> throw computedShape();
            case SizeOf ignored -> throw computedShape();
            case NonZero ignored -> throw computedShape();
            case Range ignored -> throw computedShape();
        };
    }

    private static String filled(ConstantOfShape filled, Node node, Operands in) {
        if (filled.value().type() != ElementType.FLOAT) {
            throw new UntrainableException(
                    "value must be FLOAT, was " + filled.value().type());
        }
        return "torch.full(%s, %s, dtype=6)"
                .formatted(
                        in.extents(in.result(node)),
                        Literal.number(filled.value().floats()[0]));
    }

    private static UntrainableException computedShape() {
        return new UntrainableException("shapes must not depend on computed values");
    }

    /// libtorch's number for an element type (`c10/core/ScalarType.h`).
    private static int code(ElementType type) {
        return switch (type) {
            case FLOAT -> 6;
            case DOUBLE -> 7;
            case BOOL -> 11;
            case UINT8 -> 0;
            case INT8 -> 1;
            case INT16 -> 2;
            case INT32 -> 3;
            case INT64 -> 4;
            case FLOAT16, BFLOAT16, UINT16, UINT32, UINT64 ->
                throw new UntrainableException("a cast to " + type + " cannot be trained: use FLOAT");
        };
    }
}
