package io.espalier.torchscript.aten;

import io.espalier.torchscript.value.Scalar;
import io.espalier.torchscript.value.TensorLike;
import io.espalier.torchscript.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;

/// What programs compute with Python values: sizes, flags, lists.
final class ScalarOperators {

    private ScalarOperators() {}

    static void register(Map<String, Emitter> into) {
        into.put("__is__", call -> new Scalar.Bool(same(call)));
        into.put("__isnot__", call -> new Scalar.Bool(!same(call)));
        into.put("__not__", call -> new Scalar.Bool(!Values.truth(call.value(0))));
        into.put("__contains__", ScalarOperators::contains);
        into.put("__and__", call -> new Scalar.Bool(Values.truth(call.value(0)) && Values.truth(call.value(1))));
        into.put("__or__", call -> new Scalar.Bool(Values.truth(call.value(0)) || Values.truth(call.value(1))));
        into.put("len", call -> new Scalar.Int(length(call.value(0))));
        into.put("append", ScalarOperators::append);
        into.put("list", call -> new Value.Sequence(new ArrayList<>(call.items(0)), false));
        into.put("dict", call -> new Value.Dictionary(new LinkedHashMap<>()));
        into.put("copy", ScalarOperators::copy);
        into.put("format", call -> new Scalar.Text(format(call.arguments())));
        into.put("warn", call -> new Scalar.None());
        into.put("_assert", call -> new Scalar.None());
        into.put("NumToTensor", call -> call.value(0));
        into.put("unchecked_cast", call -> call.value(0));
        into.put("floor", call -> rounded(call, Math.floor(Values.real(call.value(0)))));
        into.put("ceil", call -> rounded(call, Math.ceil(Values.real(call.value(0)))));
        into.put(
                "keys",
                call -> Values.list(List.copyOf(dictionary(call).entries().keySet())));
        into.put(
                "values",
                call -> Values.list(List.copyOf(dictionary(call).entries().values())));
        into.put("_set_item", ScalarOperators::set);
    }

    private static boolean same(Call call) {
        Value left = call.value(0);
        Value right = call.value(1);
        return left == right || (left instanceof Scalar && left.equals(right));
    }

    private static Value contains(Call call) {
        Value container = call.value(0);
        boolean there = container instanceof Value.Dictionary dictionary
                ? dictionary.entries().containsKey(call.value(1))
                : Values.items(container).contains(call.value(1));
        return new Scalar.Bool(there);
    }

    private static long length(Value value) {
        return switch (value) {
            case Value.Dictionary dictionary -> dictionary.entries().size();
            case Scalar.Text text -> text.value().length();
            case TensorLike tensor -> throw new Unmapped("the length of a tensor");
            case Value other -> Values.items(other).size();
        };
    }

    private static Value append(Call call) {
        call.items(0).add(call.value(1));
        return call.value(0);
    }

    private static Value set(Call call) {
        if (call.value(0) instanceof Value.Dictionary dictionary) {
            dictionary.entries().put(call.value(1), call.value(2));
        } else {
            List<Value> items = call.items(0);
            items.set(Values.axis(call.integer(1, 0), items.size()), call.value(2));
        }
        return new Scalar.None();
    }

    private static Value copy(Call call) {
        return call.value(0) instanceof Value.Dictionary dictionary
                ? new Value.Dictionary(new LinkedHashMap<>(dictionary.entries()))
                : Values.list(call.items(0));
    }

    private static Value.Dictionary dictionary(Call call) {
        if (call.value(0) instanceof Value.Dictionary dictionary) {
            return dictionary;
        }
        throw new Unmapped(Values.show(call.value(0)) + " where a dictionary is expected");
    }

    /// Each `{}` of the first value replaced by the next value.
    private static String format(List<Value> values) {
        String text = values.get(0) instanceof Scalar.Text template ? template.value() : "";
        for (Value value : values.subList(1, values.size())) {
            text = text.replaceFirst("\\{}", Matcher.quoteReplacement(Values.show(value)));
        }
        return text;
    }

    private static Value rounded(Call call, double value) {
        return call.value(0) instanceof Scalar.Int same ? same : new Scalar.Int((long) value);
    }
}
