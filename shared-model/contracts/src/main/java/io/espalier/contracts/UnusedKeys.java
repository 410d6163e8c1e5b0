package io.espalier.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Keys of `prune` that play no part beside the others: to be asked for something and do nothing would be silent.
final class UnusedKeys {

    private static final List<String> OF_SMART = List.of(
            "importance",
            "mask-learning-rate",
            "smart/operator",
            "smart/mask",
            "smart/first-scores",
            "smart/temperature",
            "smart/fixed-temperature",
            "smart/mask-schedule");

    /// How scores of different layers are compared plays no part in what these decide.
    private static final Map<String, String> NOT_NORMALIZED = Map.of(
            "random", "blocks are drawn by the seed",
            "lamp", "lamp is a normalization itself: for another one use method magnitude");

    private final ObjectNode prune;
    private final List<Unused> unused = new ArrayList<>();

    /// @param path    inside `prune`, as a JSON pointer without its first slash
    /// @param because completes "… is not used: "
    private record Unused(String path, String because) {

        String pointer() {
            return "/prune/" + path;
        }
    }

    private UnusedKeys(ObjectNode prune) {
        this.prune = prune;
    }

    /// @param prune complete, with every default
    private static List<Unused> of(ObjectNode prune) {
        UnusedKeys keys = new UnusedKeys(prune);
        keys.ofMethod();
        keys.ofPattern();
        return List.copyOf(keys.unused);
    }

    /// Of a key that is given, plays no part, and is not what it would be anyway.
    static Optional<String> complaint(ObjectNode complete, ObjectNode given, ObjectNode defaults) {
        return of((ObjectNode) complete.get("prune")).stream()
                .filter(unused -> !isUsual(given.at(unused.pointer()), defaults.at(unused.pointer())))
                .map(unused -> "prune.%s %s is not used: %s, or leave the key out"
                        .formatted(unused.path.replace('/', '.'), given.at(unused.pointer()), unused.because))
                .findFirst();
    }

    private static boolean isUsual(JsonNode value, JsonNode usual) {
        boolean absent = value.isMissingNode() || value.isNull();
        return absent || (value.isNumber() ? value.asDouble() == usual.asDouble() : value.equals(usual));
    }

    /// @param stay keys that are left in
    static void remove(ObjectNode prune, Set<String> stay) {
        for (Unused unused : of(prune)) {
            int slash = unused.path.indexOf('/');
            String key = unused.path.substring(slash + 1);
            if (!stay.contains(key)) {
                ((ObjectNode) (slash < 0 ? prune : prune.get(unused.path.substring(0, slash)))).remove(key);
            }
        }
    }

    private void ofMethod() {
        String method = text("/method");
        if (method.equals("smart")) {
            ofSmart();
        } else {
            OF_SMART.forEach(key -> add(key, "method " + method + " learns no scores; use method smart"));
        }
        String reason = NOT_NORMALIZED.get(method);
        if (reason != null) {
            add("normalization", reason);
        }
    }

    private void ofSmart() {
        if (!text("/smart/temperature").equals("fixed")) {
            add("smart/fixed-temperature", "set smart.temperature: fixed as well");
        }
        if (text("/smart/mask").equals("weights")) {
            String reason = "with smart.mask: weights nothing is learned beside the weights; use mask: separate";
            List.of("importance", "mask-learning-rate", "smart/first-scores", "smart/mask-schedule")
                    .forEach(key -> add(key, reason));
        } else if (text("/importance").equals("none")) {
            add(
                    "normalization",
                    "with importance: none every block begins with the same score; use another importance");
        }
    }

    /// N of M alone: each group of M weights keeps N of them, whatever is said of layers.
    private void ofPattern() {
        JsonNode pattern = prune.path("pattern");
        if (pattern.has("n-of-m") && !pattern.has("block")) {
            String reason =
                    "n-of-m alone keeps N of every M weights in every layer; use {block: [O, I], n-of-m: [N, M]}";
            List.of("scope", "min-keep-per-layer", "layers", "normalization").forEach(key -> add(key, reason));
            add(
                    "smart/first-scores",
                    "n-of-m alone compares weights inside groups of M and begins with their importance as it is");
        }
    }

    private String text(String pointer) {
        return prune.at(pointer).asText();
    }

    private void add(String path, String because) {
        unused.add(new Unused(path, because));
    }
}
