package io.espalier.torchscript.program;

import io.espalier.onnx.Invalid;
import io.espalier.torchscript.aten.Values;
import io.espalier.torchscript.source.Expression;
import io.espalier.torchscript.value.Scalar;
import io.espalier.torchscript.value.TensorLike.Stored;
import io.espalier.torchscript.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The values of expressions.
final class Evaluator {

    private static final String CONSTANTS = "CONSTANTS";

    /// The flag that a module trains; a file is read for evaluation.
    private static final String TRAINING = "training";

    private final Program program;
    private final Calls calls;

    Evaluator(Program program, Calls calls) {
        this.program = program;
        this.calls = calls;
    }

    Value value(Expression expression, Scope scope) {
        return switch (expression) {
            case Expression.Constant constant -> constant.value();
            case Expression.Name name -> name(name.name(), scope);
            case Expression.Attribute attribute -> attribute(attribute, scope);
            case Expression.Subscript subscript -> subscript(subscript, scope);
            case Expression.Items items ->
                new Value.Sequence(new ArrayList<>(values(items.items(), scope)), items.tuple());
            case Expression.Entries entries -> entries(entries, scope);
            case Expression.Negated negated -> negated(value(negated.operand(), scope));
            case Expression.Choice choice -> choice(choice, scope);
            case Expression.Call call -> call(call, scope);
        };
    }

    private List<Value> values(List<Expression> expressions, Scope scope) {
        return expressions.stream().map(item -> value(item, scope)).toList();
    }

    private static Value name(String name, Scope scope) {
        Value local = scope.locals().get(name);
        return local == null ? new Value.Reference(name) : local;
    }

    private Value attribute(Expression.Attribute attribute, Scope scope) {
        Value target = value(attribute.target(), scope);
        return switch (target) {
            case Value.Module module -> field(module, attribute.name(), scope);
            case Value.Reference reference when reference.name().equals(CONSTANTS) -> constant(attribute.name());
            case Value.Reference reference -> new Value.Reference(reference.name() + "." + attribute.name());
            case Value other -> Scalar.Unknown.of(other, "the attribute " + attribute.name() + " of a value");
        };
    }

    static Value field(Value.Module module, String name, Scope scope) {
        if (name.equals(TRAINING)) {
            return new Scalar.Bool(false);
        }
        Value field = module.fields().get(name);
        if (field == null) {
            throw Invalid.model("The module '" + scope.module() + "' of type " + module.type() + " has no attribute '"
                    + name + "', which " + scope.function().path() + " reads; save the module again");
        }
        return field;
    }

    private Value constant(String name) {
        Value constant = program.constant(name)
                .orElseThrow(() -> Invalid.model("The program reads the constant " + name
                        + ", which the file does not hold; save the module again"));
        return constant instanceof Stored stored ? Values.constant(stored) : constant;
    }

    private Value subscript(Expression.Subscript subscript, Scope scope) {
        Value target = value(subscript.target(), scope);
        if (target instanceof Value.Reference) {
            return target; // a type such as List[int]
        }
        Value index = value(subscript.index(), scope);
        if (target instanceof Value.Dictionary dictionary) {
            return dictionary
                    .entries()
                    .getOrDefault(index, Scalar.Unknown.of(index, "a key that a dictionary does not hold"));
        }
        if (target instanceof Value.Sequence sequence && index instanceof Scalar.Int at) {
            int size = sequence.items().size();
            long position = at.value() < 0 ? at.value() + size : at.value();
            if (position >= 0 && position < size) {
                return sequence.items().get((int) position);
            }
            throw new RaisedException("list index " + at.value() + " out of range of " + size);
        }
        return Scalar.Unknown.of(target, "an element at a place that only a run knows");
    }

    private Value entries(Expression.Entries entries, Scope scope) {
        Map<Value, Value> values = new LinkedHashMap<>();
        for (int i = 0; i < entries.keys().size(); i++) {
            values.put(
                    value(entries.keys().get(i), scope), value(entries.values().get(i), scope));
        }
        return new Value.Dictionary(values);
    }

    private static Value negated(Value operand) {
        return switch (operand) {
            case Scalar.Int number -> new Scalar.Int(-number.value());
            case Scalar.Real number -> new Scalar.Real(-number.value());
            case Value other -> Scalar.Unknown.of(other, "the negative of a value that is no number");
        };
    }

    private Value choice(Expression.Choice choice, Scope scope) {
        return switch (value(choice.condition(), scope)) {
            case Scalar.Bool known -> value(known.value() ? choice.then() : choice.otherwise(), scope);
            case Value other -> Scalar.Unknown.of(other, "a choice that only a run can make");
        };
    }

    private Value call(Expression.Call call, Scope scope) {
        List<Value> arguments = new ArrayList<>(values(call.arguments(), scope));
        Map<String, Value> named = new LinkedHashMap<>();
        call.named().forEach((name, argument) -> named.put(name, value(argument, scope)));
        Calls.Site site = new Calls.Site(scope, call.line());
        if (call.function() instanceof Expression.Attribute method
                && value(method.target(), scope) instanceof Value.Module module) {
            return calls.method(module, method.name(), arguments, named, site);
        }
        return switch (value(call.function(), scope)) {
            case Value.Reference reference -> calls.function(reference.name(), arguments, named, site);
            case Value other -> calls.unmapped("a call of a computed value", site);
        };
    }
}
