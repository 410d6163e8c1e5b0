package io.espalier.torchscript.aten;

import io.espalier.torchscript.value.Scalar;
import io.espalier.torchscript.value.TensorLike;
import io.espalier.torchscript.value.TensorLike.Symbol;
import io.espalier.torchscript.value.Value;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/// One application of an operator. Arguments that equal their default are left out in files, so every accessor
/// takes the default of the operator's schema (`native_functions.yaml` of PyTorch).
///
/// @param named arguments given by keyword, which those are that a schema lists after `*`
/// @param graph where nodes go
public record Call(String operator, List<Value> arguments, Map<String, Value> named, GraphBuilder graph) {

    private static final Value NONE = new Scalar.None();

    /// An argument as it is; None if it is left out.
    public Value value(int position) {
        return position < arguments.size() ? arguments.get(position) : NONE;
    }

    public Value value(String name) {
        return named.getOrDefault(name, NONE);
    }

    public boolean isNone(int position) {
        return value(position) instanceof Scalar.None;
    }

    public Symbol tensor(int position) {
        return tensor(value(position));
    }

    /// A tensor, or an optional input that is left out.
    public Symbol optionalTensor(int position) {
        return isNone(position) ? GraphBuilder.ABSENT : tensor(position);
    }

    public Symbol tensor(Value value) {
        return switch (value) {
            case TensorLike.Symbol symbol -> symbol;
            case TensorLike.Stored stored -> graph.stored(stored);
            case Value other -> throw new Unmapped(Values.show(other) + " where a tensor is expected");
        };
    }

    public List<Symbol> tensors(int position) {
        return items(position).stream().map(this::tensor).toList();
    }

    public List<Value> items(int position) {
        return Values.items(value(position));
    }

    public long integer(int position, long byDefault) {
        return isNone(position) ? byDefault : Values.integer(value(position));
    }

    public double real(int position, double byDefault) {
        return isNone(position) ? byDefault : Values.real(value(position));
    }

    public boolean flag(int position, boolean byDefault) {
        return isNone(position) ? byDefault : Values.truth(value(position));
    }

    public String text(String name, String byDefault) {
        return value(name) instanceof Scalar.Text text ? text.value() : byDefault;
    }

    /// A list of integers, or one integer; empty if it is left out.
    public List<Long> integers(int position) {
        return isNone(position) ? List.of() : Values.integers(value(position));
    }

    /// One integer for each of two spatial axes; a single one stands for both.
    public List<Long> pair(int position, List<Long> byDefault) {
        List<Long> given = integers(position);
        return given.isEmpty() ? byDefault : given.size() == 1 ? Collections.nCopies(2, given.get(0)) : given;
    }

    /// An axis of a tensor, counted from the first.
    ///
    /// @throws Unmapped if it is not in `[-rank, rank)`
    public int axis(int position, long byDefault, int rank) {
        return Values.axis(integer(position, byDefault), rank);
    }
}
