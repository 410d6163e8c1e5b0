package io.espalier.torchscript.source;

import io.espalier.torchscript.value.Scalar;
import java.util.List;
import java.util.Map;

/// What has a value in a TorchScript program.
public sealed interface Expression {

    record Constant(Scalar value) implements Expression {}

    record Name(String name) implements Expression {}

    record Attribute(Expression target, String name) implements Expression {}

    record Subscript(Expression target, Expression index) implements Expression {}

    /// @param line where it stands in its file, from 1
    record Call(Expression function, List<Expression> arguments, Map<String, Expression> named, int line)
            implements Expression {}

    /// A list `[a, b]` or a tuple `(a, b)`.
    record Items(List<Expression> items, boolean tuple) implements Expression {}

    /// A dictionary; key i belongs to value i.
    record Entries(List<Expression> keys, List<Expression> values) implements Expression {}

    record Negated(Expression operand) implements Expression {}

    /// `then if condition else otherwise`.
    record Choice(Expression condition, Expression then, Expression otherwise) implements Expression {}
}
