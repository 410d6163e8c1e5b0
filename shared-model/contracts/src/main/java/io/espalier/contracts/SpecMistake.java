package io.espalier.contracts;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What is wrong with a spec, as its writer can put it right.
final class SpecMistake {

    private SpecMistake() {}

    /// The key's path, the value and what is allowed.
    static String explain(JsonMappingException e) {
        if (e.getCause() instanceof SpecValueException refused) {
            return path(e, refused.key()) + " " + refused.getMessage();
        }
        return switch (e) {
            case UnrecognizedPropertyException unknown ->
                "unknown key '%s'%s; known here: %s".formatted(path(unknown, null), at(unknown), known(unknown));
            case InvalidFormatException format
            when format.getTargetType().isEnum() ->
                "%s must be one of %s, was '%s'"
                        .formatted(path(format, null), constants(format.getTargetType()), format.getValue());
            case InvalidFormatException format ->
                "%s must be a %s, was '%s'"
                        .formatted(path(format, null), kind(format.getTargetType()), format.getValue());
            case MismatchedInputException mismatch
            when mismatch.getTargetType() != null ->
                "%s must be a %s%s".formatted(path(mismatch, null), kind(mismatch.getTargetType()), at(mismatch));
            default -> path(e, null) + ": " + e.getOriginalMessage() + at(e);
        };
    }

    private static String path(JsonMappingException e, @Nullable String key) {
        String path = e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."))
                .replace(".[", "[");
        if (key == null) {
            return path.isEmpty() ? "the spec" : path;
        }
        // A value type such as a byte size refuses itself; its key is then already the last step of the path.
        boolean refusedByParent = path.isEmpty() || !isScalarAt(e);
        if (!refusedByParent) {
            return path;
        }
        return path.isEmpty() ? key : path + "." + key;
    }

    private static boolean isScalarAt(JsonMappingException e) {
        return e instanceof ValueInstantiationException instantiation
                && (instantiation.getType().hasRawClass(ByteSize.class)
                        || instantiation.getType().hasRawClass(BudgetLimit.class)
                        || instantiation.getType().hasRawClass(BlockPattern.class));
    }

    private static String known(UnrecognizedPropertyException e) {
        return e.getKnownPropertyIds().stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
    }

    private static String constants(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> RunSpecReader.STRICT.convertValue(constant, String.class))
                .collect(Collectors.joining(", "));
    }

    private static String kind(Class<?> type) {
        if (type == boolean.class) {
            return "true or false";
        }
        if (type == int.class || type == long.class) {
            return "whole number";
        }
        if (type == Double.class || type == double.class) {
            return "number";
        }
        return type.isRecord() ? "group of keys" : type.getSimpleName().toLowerCase(Locale.ROOT);
    }

    /// ` (line 3)`; empty where no line is known.
    static String at(JacksonException e) {
        return e.getLocation() == null || e.getLocation().getLineNr() < 1
                ? ""
                : " (line " + e.getLocation().getLineNr() + ")";
    }
}
