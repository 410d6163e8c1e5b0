package io.espalier.torchscript.program;

import io.espalier.onnx.Invalid;
import io.espalier.torchscript.aten.GraphBuilder;
import io.espalier.torchscript.source.Expression;
import io.espalier.torchscript.source.SourceFile.Function;
import io.espalier.torchscript.source.SourceFile.Parameter;
import io.espalier.torchscript.source.Statement;
import io.espalier.torchscript.value.Scalar;
import io.espalier.torchscript.value.Value;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Runs the functions of a program on symbols. What depends on values that only a run knows is noted as not
/// mapping; the program goes on all the same, through both branches, so that the rest is found too.
final class Interpreter {

    private static final int DEEPEST_CALL = 200;

    /// Statements; a program that takes more steps does not end, or will not in a useful time.
    private static final int LONGEST_RUN = 5_000_000;

    private final GraphBuilder graph;
    private final UnmappedOperators unmapped;
    private final Evaluator evaluator;
    private int depth;
    private int steps;

    Interpreter(Program program, ModulePaths paths, GraphBuilder graph, UnmappedOperators unmapped) {
        this.graph = graph;
        this.unmapped = unmapped;
        this.evaluator = new Evaluator(program, new Calls(program, paths, graph, unmapped, this::run));
    }

    /// The value that a function returns.
    Value run(Function function, List<Value> arguments, Map<String, Value> named, String module) {
        if (++depth > DEEPEST_CALL) {
            throw Invalid.model("The program calls functions more than " + DEEPEST_CALL + " deep at " + function.path()
                    + "; recursion cannot become a graph");
        }
        String before = graph.enter(module);
        Scope scope = new Scope(new HashMap<>(), function, module);
        bind(function, arguments, named, scope);
        Value result = execute(function.body(), scope).orElse(new Scalar.None());
        graph.enter(before);
        depth--;
        return result;
    }

    private void bind(Function function, List<Value> arguments, Map<String, Value> named, Scope scope) {
        List<Parameter> parameters = function.parameters();
        for (int i = 0; i < parameters.size(); i++) {
            String name = parameters.get(i).name();
            Value value = i < arguments.size() ? arguments.get(i) : named.get(name);
            if (value == null) {
                value = parameters
                        .get(i)
                        .byDefault()
                        .map(expression -> evaluator.value(expression, scope))
                        .orElseThrow(() -> Invalid.model("The function " + function.name() + " of " + function.path()
                                + " is called without its argument '" + name + "'"));
            }
            scope.locals().put(name, value);
        }
    }

    /// Runs statements until one returns a value.
    private Optional<Value> execute(List<Statement> statements, Scope scope) {
        for (Statement statement : statements) {
            Optional<Value> returned = execute(statement, scope);
            if (returned.isPresent()) {
                return returned;
            }
        }
        return Optional.empty();
    }

    private Optional<Value> execute(Statement statement, Scope scope) {
        if (++steps > LONGEST_RUN) {
            throw Invalid.model("The program takes more than " + LONGEST_RUN + " steps; it cannot become a graph");
        }
        return switch (statement) {
            case Statement.Return returned -> Optional.of(evaluator.value(returned.value(), scope));
            case Statement.If choice -> choose(choice, scope);
            case Statement.For loop -> repeat(loop, scope);
            case Statement.While loop -> repeat(loop, scope);
            case Statement.Assign assign -> {
                assign(assign.target(), evaluator.value(assign.value(), scope), scope);
                yield Optional.empty();
            }
            case Statement.Evaluate evaluate -> {
                evaluator.value(evaluate.expression(), scope);
                yield Optional.empty();
            }
        };
    }

    private void assign(Expression target, Value value, Scope scope) {
        switch (target) {
            case Expression.Name name -> scope.locals().put(name.name(), value);
            case Expression.Items names -> unpack(names.items(), value, scope);
            case Expression.Attribute attribute
            when evaluator.value(attribute.target(), scope) instanceof Value.Module module ->
                module.fields().put(attribute.name(), value);
            case Expression other -> unmapped.add("an assignment to a part of a value", scope.place(0));
        }
    }

    private void unpack(List<Expression> targets, Value value, Scope scope) {
        boolean known = value instanceof Value.Sequence;
        List<Value> items = value instanceof Value.Sequence sequence ? sequence.items() : List.of();
        if (known && items.size() != targets.size()) {
            throw new RaisedException("expected " + targets.size() + " values, got " + items.size());
        }
        for (int i = 0; i < targets.size(); i++) {
            assign(targets.get(i), known ? items.get(i) : Scalar.Unknown.of(value, "a part of a value"), scope);
        }
    }

    private Optional<Value> choose(Statement.If choice, Scope scope) {
        if (evaluator.value(choice.condition(), scope) instanceof Scalar.Bool known) {
            return execute(known.value() ? choice.then() : choice.otherwise(), scope);
        }
        if (raises(choice.then())) {
            return execute(choice.otherwise(), scope); // a check that only a run can make is taken to pass
        }
        if (raises(choice.otherwise())) {
            return execute(choice.then(), scope);
        }
        unmapped.add("prim::If on a value that only a run knows", scope.place(choice.line()));
        Map<String, Value> before = new LinkedHashMap<>(scope.locals());
        explore(choice.then(), scope);
        Map<String, Value> then = new LinkedHashMap<>(scope.locals());
        scope.locals().clear();
        scope.locals().putAll(before);
        explore(choice.otherwise(), scope);
        then.forEach((name, value) ->
                scope.locals().merge(name, value, (left, right) -> left == right ? left : Scalar.Unknown.NOTED));
        return Optional.empty();
    }

    private static boolean raises(List<Statement> statements) {
        return statements.stream()
                .anyMatch(statement -> statement instanceof Statement.Evaluate evaluate
                        && evaluate.expression() instanceof Expression.Call call
                        && call.function() instanceof Expression.Attribute name
                        && name.name().equals("RaiseException"));
    }

    /// Runs statements of which nobody knows whether they would run, for what they hold.
    private void explore(List<Statement> statements, Scope scope) {
        int deep = depth;
        String place = graph.enter(scope.module());
        try {
            execute(statements, scope);
        } catch (RaisedException e) {
            depth = deep; // the branch ends here
        } finally {
            graph.enter(place);
        }
    }

    private Optional<Value> repeat(Statement.For loop, Scope scope) {
        if (!(evaluator.value(loop.range(), scope) instanceof Value.Sequence range)) {
            unmapped.add("prim::Loop over what only a run knows", scope.place(loop.line()));
            assign(loop.target(), Scalar.Unknown.NOTED, scope);
            explore(loop.body(), scope);
            return Optional.empty();
        }
        for (Value item : List.copyOf(range.items())) {
            assign(loop.target(), item, scope);
            Optional<Value> returned = execute(loop.body(), scope);
            if (returned.isPresent()) {
                return returned;
            }
        }
        return Optional.empty();
    }

    private Optional<Value> repeat(Statement.While loop, Scope scope) {
        Value condition = evaluator.value(loop.condition(), scope);
        while (Objects.equals(condition, new Scalar.Bool(true))) {
            Optional<Value> returned = execute(loop.body(), scope);
            if (returned.isPresent()) {
                return returned;
            }
            condition = evaluator.value(loop.condition(), scope);
        }
        if (!(condition instanceof Scalar.Bool)) {
            unmapped.add("prim::Loop on a value that only a run knows", scope.place(loop.line()));
            explore(loop.body(), scope);
        }
        return Optional.empty();
    }
}
