package io.espalier.torchscript.program;

import io.espalier.torchscript.value.Scalar;
import io.espalier.torchscript.value.Value;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/// Python's own functions, as far as TorchScript writes them.
final class Builtins {

    /// Longer ranges are not run through.
    private static final long LONGEST_RANGE = 100_000;

    private static final String ONE_ELEMENT = "an element of a tensor";

    private Builtins() {}

    /// The result; empty if there is no such function.
    static Optional<Value> call(String name, List<Value> arguments, Scope scope) {
        return switch (name) {
            case "annotate", "unchecked_cast" -> Optional.of(arguments.get(1));
            case "uninitialized" -> Optional.of(new Scalar.Unknown("a variable without a value"));
            case "getattr" -> Optional.of(attribute(arguments, scope));
            case "int" -> Optional.of(whole(arguments.get(0)));
            case "float" -> Optional.of(real(arguments.get(0)));
            case "bool" -> Optional.of(truth(arguments.get(0)));
            case "str" -> Optional.of(arguments.get(0) instanceof Scalar.Text text ? text : new Scalar.Text("?"));
            case "range" -> Optional.of(range(arguments));
            default -> Optional.empty();
        };
    }

    private static Value attribute(List<Value> arguments, Scope scope) {
        return arguments.get(0) instanceof Value.Module module && arguments.get(1) instanceof Scalar.Text name
                ? Evaluator.field(module, name.value(), scope)
                : Scalar.Unknown.of(arguments.get(0), "an attribute of something else than a module");
    }

    private static Value whole(Value value) {
        return switch (value) {
            case Scalar.Int number -> number;
            case Scalar.Extent extent -> extent;
            case Scalar.Real number -> new Scalar.Int((long) number.value());
            case Scalar.Bool flag -> new Scalar.Int(flag.value() ? 1 : 0);
            case Value other -> Scalar.Unknown.of(other, ONE_ELEMENT);
        };
    }

    private static Value real(Value value) {
        return switch (value) {
            case Scalar.Real number -> number;
            case Scalar.Int number -> new Scalar.Real(number.value());
            case Scalar.Text text -> named(text.value());
            case Value other -> Scalar.Unknown.of(other, ONE_ELEMENT);
        };
    }

    private static Value named(String text) {
        return switch (text) {
            case "inf" -> new Scalar.Real(Double.POSITIVE_INFINITY);
            case "-inf" -> new Scalar.Real(Double.NEGATIVE_INFINITY);
            case "nan" -> new Scalar.Real(Double.NaN);
            default -> new Scalar.Unknown("a number written as text");
        };
    }

    private static Value truth(Value value) {
        return switch (value) {
            case Scalar.Bool flag -> flag;
            case Scalar.Int number -> new Scalar.Bool(number.value() != 0);
            case Scalar.Real number -> new Scalar.Bool(number.value() != 0);
            case Value other -> Scalar.Unknown.of(other, ONE_ELEMENT);
        };
    }

    /// `range(end)`, `range(start, end)`, `range(start, end, step)`.
    private static Value range(List<Value> arguments) {
        if (!arguments.stream().allMatch(Scalar.Int.class::isInstance)) {
            return new Scalar.Unknown("a range that only a run knows");
        }
        long[] given = arguments.stream()
                .mapToLong(argument -> ((Scalar.Int) argument).value())
                .toArray();
        long start = given.length > 1 ? given[0] : 0;
        long end = given.length > 1 ? given[1] : given[0];
        long step = given.length > 2 ? given[2] : 1;
        if (step == 0 || Math.abs(end - start) / Math.abs(step) > LONGEST_RANGE) {
            return new Scalar.Unknown("a range of more than " + LONGEST_RANGE + " numbers");
        }
        List<Value> numbers = LongStream.iterate(start, at -> step > 0 ? at < end : at > end, at -> at + step)
                .mapToObj(at -> (Value) new Scalar.Int(at))
                .toList();
        return new Value.Sequence(numbers, false);
    }
}
