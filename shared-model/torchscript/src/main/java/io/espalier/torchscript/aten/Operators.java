package io.espalier.torchscript.aten;

import io.espalier.torchscript.value.TensorLike;
import io.espalier.torchscript.value.TensorLike.Symbol;
import io.espalier.torchscript.value.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The operators that map, by their name without namespace: `conv2d`, `relu`, `NumToTensor`.
///
/// An operator whose name ends in `_` works in place. It is derived from the one without: the variable that is its
/// first argument gets to hold the result.
public final class Operators {

    private static final Map<String, Emitter> EMITTERS = all();

    private Operators() {}

    private static Map<String, Emitter> all() {
        Map<String, Emitter> emitters = new HashMap<>();
        ScalarOperators.register(emitters);
        ArithmeticOperators.register(emitters);
        ActivationOperators.register(emitters);
        LinearOperators.register(emitters);
        ConvolutionOperators.register(emitters);
        PoolingOperators.register(emitters);
        NormalizationOperators.register(emitters);
        ReductionOperators.register(emitters);
        ShapeOperators.register(emitters);
        PartOperators.register(emitters);
        JoinOperators.register(emitters);
        ResizeOperators.register(emitters);
        return Map.copyOf(emitters);
    }

    /// What an operator computes; empty if it does not map.
    public static Optional<Emitter> find(String name) {
        Emitter emitter = EMITTERS.get(name);
        if (emitter == null && name.endsWith("_") && !name.endsWith("__")) {
            Emitter base = EMITTERS.get(name.substring(0, name.length() - 1));
            return Optional.ofNullable(base).map(Operators::inPlace);
        }
        return Optional.ofNullable(emitter);
    }

    private static Emitter inPlace(Emitter base) {
        return call -> {
            Value result = base.emit(call);
            Value target = call.value(0);
            if (result == target) {
                return target;
            }
            if (!(target instanceof Symbol variable) || !(result instanceof Symbol computed)) {
                throw new Unmapped(
                        "writes into " + (target instanceof TensorLike ? "a parameter" : Values.show(target)));
            }
            if (variable.aliased()) {
                throw new Unmapped("writes into a tensor that shares its elements with another");
            }
            if (!variable.shape().equals(computed.shape()) || variable.type() != computed.type()) {
                throw new Unmapped("changes shape or type of the tensor that it writes into");
            }
            variable.assign(computed);
            return variable;
        };
    }

    /// An operator whose result shares its elements with its first argument.
    static Emitter view(Emitter emitter) {
        return call -> {
            Value result = emitter.emit(call);
            if (result != call.value(0)) {
                markAliased(call.value(0));
                markAliased(result);
            }
            return result;
        };
    }

    private static void markAliased(Value value) {
        if (value instanceof Symbol symbol) {
            symbol.markAliased();
        } else if (value instanceof Value.Sequence sequence) {
            sequence.items().forEach(Operators::markAliased);
        }
    }
}
