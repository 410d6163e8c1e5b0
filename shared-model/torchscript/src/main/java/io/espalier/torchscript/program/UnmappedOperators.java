package io.espalier.torchscript.program;

import io.espalier.onnx.Invalid;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Everything in a program that does not map, so that a user sees it all at once.
final class UnmappedOperators {

    /// Places named for each operator: the message travels in events, whose size is bounded.
    private static final int NAMED = 5;

    private final Map<String, Set<String>> found = new TreeMap<>();

    /// @param what  `aten::cumsum`, with the reason in brackets where it is the arguments that do not map
    /// @param place module path, file and line
    void add(String what, String place) {
        found.computeIfAbsent(what, key -> new LinkedHashSet<>()).add(place);
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /// @throws io.espalier.contracts.PipelineException.Permanent OPERATOR_UNSUPPORTED, with all of them and where
    ///     each stands, if there are any
    void refuseIfAny() {
        if (!found.isEmpty()) {
            throw Invalid.unsupported("The TorchScript program has operators that do not map onto Espalier's: "
                    + found.entrySet().stream()
                            .map(entry -> entry.getKey() + " at " + named(entry.getValue()))
                            .collect(Collectors.joining("; ")));
        }
    }

    private static String named(Set<String> places) {
        String first = places.stream().limit(NAMED).collect(Collectors.joining(", "));
        return places.size() <= NAMED ? first : first + ", … and " + (places.size() - NAMED) + " more";
    }
}
