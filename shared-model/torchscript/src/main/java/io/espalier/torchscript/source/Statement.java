package io.espalier.torchscript.source;

import java.util.List;

/// A step of a TorchScript function. `pass` is none.
public sealed interface Statement {

    /// @param target a name, an attribute, a subscript, or several of them as a tuple
    record Assign(Expression target, Expression value) implements Statement {}

    record Evaluate(Expression expression) implements Statement {}

    /// @param line where it stands in its file, from 1
    record If(Expression condition, List<Statement> then, List<Statement> otherwise, int line) implements Statement {}

    record For(Expression target, Expression range, List<Statement> body, int line) implements Statement {}

    record While(Expression condition, List<Statement> body, int line) implements Statement {}

    record Return(Expression value) implements Statement {}
}
