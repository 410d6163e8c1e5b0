package io.espalier.torchscript.aten;

import io.espalier.torchscript.value.Scalar;
import io.espalier.torchscript.value.TensorLike;
import io.espalier.torchscript.value.Value;
import java.util.Optional;

/// Arithmetic and comparison of known numbers, and of sizes that follow the batch.
final class ScalarArithmetic {

    /// The operators that take two numbers.
    enum Binary {
        ADD,
        SUB,
        MUL,
        DIV,
        FLOOR_DIVIDE,
        REMAINDER,
        POW,
        MAX,
        MIN
    }

    enum Relation {
        EQ,
        NE,
        LT,
        LE,
        GT,
        GE
    }

    private static final Scalar.Unknown NO_MULTIPLE =
            new Scalar.Unknown("a size that follows the batch other than as a multiple");

    private ScalarArithmetic() {}

    /// The result for two scalars; empty if one of them is none.
    static Optional<Value> apply(Binary operator, Value left, Value right) {
        if (left instanceof Scalar.Extent extent && right instanceof Scalar.Int number) {
            return Optional.of(scaled(operator, extent, number.value()));
        }
        if (left instanceof Scalar.Int number && right instanceof Scalar.Extent extent && operator == Binary.MUL) {
            return Optional.of(scaled(operator, extent, number.value()));
        }
        if (left instanceof Scalar.Extent || right instanceof Scalar.Extent) {
            return Optional.of(NO_MULTIPLE);
        }
        if (!Values.isNumber(left) || !Values.isNumber(right)) {
            return Optional.empty();
        }
        boolean whole = !(left instanceof Scalar.Real) && !(right instanceof Scalar.Real);
        return Optional.of(
                whole
                        ? whole(operator, Values.integer(left), Values.integer(right))
                        : new Scalar.Real(real(operator, Values.real(left), Values.real(right))));
    }

    private static Value scaled(Binary operator, Scalar.Extent extent, long number) {
        if (operator == Binary.MUL && number > 0) {
            return new Scalar.Extent(Math.multiplyExact(extent.factor(), number));
        }
        if (operator == Binary.FLOOR_DIVIDE && number > 0 && extent.factor() % number == 0) {
            return new Scalar.Extent(extent.factor() / number);
        }
        return (operator == Binary.ADD || operator == Binary.SUB) && number == 0 ? extent : NO_MULTIPLE;
    }

    private static Value whole(Binary operator, long left, long right) {
        if (right == 0 && (operator == Binary.FLOOR_DIVIDE || operator == Binary.REMAINDER)) {
            throw new Unmapped("a division by 0");
        }
        return switch (operator) {
            case ADD -> new Scalar.Int(left + right);
            case SUB -> new Scalar.Int(left - right);
            case MUL -> new Scalar.Int(left * right);
            case FLOOR_DIVIDE -> new Scalar.Int(Math.floorDiv(left, right));
            case REMAINDER -> new Scalar.Int(Math.floorMod(left, right));
            case MAX -> new Scalar.Int(Math.max(left, right));
            case MIN -> new Scalar.Int(Math.min(left, right));
            case POW ->
                right >= 0
                        ? new Scalar.Int(Math.round(real(operator, (double) left, (double) right)))
                        : new Scalar.Real(real(operator, (double) left, (double) right));
            case DIV -> new Scalar.Real((double) left / right);
        };
    }

    private static double real(Binary operator, double left, double right) {
        return switch (operator) {
            case ADD -> left + right;
            case SUB -> left - right;
            case MUL -> left * right;
            case DIV -> left / right;
            case FLOOR_DIVIDE -> Math.floor(left / right);
            case REMAINDER -> left - Math.floor(left / right) * right;
            case POW -> Math.pow(left, right);
            case MAX -> Math.max(left, right);
            case MIN -> Math.min(left, right);
        };
    }

    /// Whether two Python values stand in a relation; unknown where it depends on the batch, empty for tensors.
    static Optional<Value> compare(Relation relation, Value left, Value right) {
        if (left instanceof Scalar.Extent extent && right instanceof Scalar.Int number) {
            return Optional.of(atLeast(relation, extent.factor(), number.value()));
        }
        if (left instanceof Scalar.Extent && left.equals(right)) {
            return Optional.of(new Scalar.Bool(holds(relation, 0)));
        }
        if (left instanceof Scalar.Extent || right instanceof Scalar.Extent) {
            return Optional.of(NO_MULTIPLE);
        }
        if (Values.isNumber(left) && Values.isNumber(right)) {
            return Optional.of(new Scalar.Bool(holds(relation, Double.compare(Values.real(left), Values.real(right)))));
        }
        boolean plain = !(left instanceof TensorLike) && !(right instanceof TensorLike);
        return plain ? Optional.of(new Scalar.Bool(left.equals(right) == (relation == Relation.EQ))) : Optional.empty();
    }

    /// A size that follows the batch is at least its factor: enough to compare it with 0.
    private static Value atLeast(Relation relation, long factor, long number) {
        if (number < factor) {
            return new Scalar.Bool(holds(relation, 1));
        }
        boolean never = number == factor && relation == Relation.LT;
        boolean always = number == factor && relation == Relation.GE;
        return never || always ? new Scalar.Bool(always) : NO_MULTIPLE;
    }

    private static boolean holds(Relation relation, int comparison) {
        return switch (relation) {
            case EQ -> comparison == 0;
            case NE -> comparison != 0;
            case LT -> comparison < 0;
            case LE -> comparison <= 0;
            case GT -> comparison > 0;
            case GE -> comparison >= 0;
        };
    }
}
