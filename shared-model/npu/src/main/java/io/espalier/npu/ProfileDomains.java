package io.espalier.npu;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What each number of a device profile may be. The bounds lie far outside of any device that is built; inside them,
/// cycles of networks that are used stay within 64 bits.
final class ProfileDomains {

    /// A closed interval; neither NaN nor an infinity is in one.
    ///
    /// @param least allowed
    /// @param most  allowed
    record Domain(double least, double most) {

        boolean has(double value) {
            return value >= least && value <= most;
        }

        @Override
        public String toString() {
            return "[" + text(least) + ", " + text(most) + "]";
        }

        private static String text(double bound) {
            return BigDecimal.valueOf(bound)
                    .stripTrailingZeros()
                    .toString()
                    .replace("E+", "e")
                    .replace("E-", "e-");
        }
    }

    private static final Pattern NOT_FINITE = Pattern.compile("(?i)[+-]?\\.?(inf|infinity|nan)");

    private static final Domain SHARE = new Domain(0, 1);
    private static final Domain EFFICIENCY = new Domain(0.001, 1);
    private static final Domain SIDE = new Domain(1, 32_768);
    private static final Domain GRANULE = new Domain(1, 16_384);
    private static final Domain PIXELS = new Domain(1, 1024);
    private static final Domain UNITS = new Domain(1, 1 << 30);
    private static final Domain BYTES = new Domain(0, 1e15);
    private static final Domain MICROS = new Domain(0, 1e8);
    private static final Domain PICOJOULES = new Domain(0, 1e9);

    /// By key with the groups that it is in.
    private static final NavigableMap<String, Domain> DOMAINS = new TreeMap<>(Map.ofEntries(
            Map.entry("clock-hz", new Domain(1, 1e11)),
            Map.entry("engine.rows", SIDE),
            Map.entry("engine.columns", SIDE),
            Map.entry("engine.macs", UNITS),
            Map.entry("engine.input-granule", GRANULE),
            Map.entry("engine.output-granule", GRANULE),
            Map.entry("engine.pixel-height", PIXELS),
            Map.entry("engine.pixel-width", PIXELS),
            Map.entry("cores.count", GRANULE),
            Map.entry("depthwise.channels", GRANULE),
            Map.entry("depthwise.taps", GRANULE),
            Map.entry("sparsity.factor", new Domain(0.001, 16)),
            Map.entry("sparsity.rows", GRANULE),
            Map.entry("sparsity.non-zero", GRANULE),
            Map.entry("sparsity.group", GRANULE),
            Map.entry("sparsity.eta", SHARE),
            Map.entry("sparsity.floor", SHARE),
            Map.entry("vector.lanes", UNITS),
            Map.entry("vector.post-op-lanes", new Domain(0, 1 << 30)),
            Map.entry("memory.sram-bytes", new Domain(1, 1e15)),
            Map.entry("memory.feature-map-bytes", BYTES),
            Map.entry("memory.weight-cache-bytes", BYTES),
            Map.entry("memory.accumulator-bytes", BYTES),
            Map.entry("memory.dram-bytes-per-second", new Domain(1e6, 1e15)),
            Map.entry("memory.dram-efficiency", EFFICIENCY),
            Map.entry("memory.dram-latency-ns", new Domain(0, 1e9)),
            Map.entry("memory.sram-bytes-per-cycle", new Domain(0, 1e9)),
            Map.entry("memory.channel-granule", GRANULE),
            Map.entry("memory.kernel-group", GRANULE),
            Map.entry("overhead.compute-efficiency", EFFICIENCY),
            Map.entry("overhead.launch-micros", MICROS),
            Map.entry("overhead.inference-micros", MICROS),
            Map.entry("link.bytes-per-second", BYTES),
            Map.entry("energy.mac-picojoules", PICOJOULES),
            Map.entry("energy.vector-picojoules", PICOJOULES),
            Map.entry("energy.sram-picojoules-per-byte", PICOJOULES),
            Map.entry("energy.dram-picojoules-per-byte", PICOJOULES),
            Map.entry("energy.leakage-watts", new Domain(0, 1e6))));

    private ProfileDomains() {}

    static NavigableMap<String, Domain> all() {
        return DOMAINS;
    }

    /// The first infinity or NaN as YAML writes them, `.inf` and `.nan`, as a sentence. No tree can hold them.
    static Optional<String> infinite(JsonParser parser) throws IOException {
        try (parser) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_NUMBER_FLOAT
                        && NOT_FINITE.matcher(parser.getText()).matches()) {
                    return Optional.of(refusal(key(parser), parser.getText()));
                }
            }
            return Optional.empty();
        }
    }

    private static String key(JsonParser parser) {
        String path = parser.getParsingContext().pathAsPointer().toString();
        return path.replaceFirst("/value$", "").replaceFirst("^/", "").replace('/', '.');
    }

    private static String refusal(String key, String value) {
        Domain domain = DOMAINS.get(key);
        String allowed = domain == null ? "a finite number" : "in " + domain;
        return "%s must be %s, was %s".formatted(key, allowed, value);
    }

    /// The first number that is outside of its domain, as a sentence; what is no number is not looked at.
    ///
    /// @param profile sources taken off
    static Optional<String> violation(ObjectNode profile) {
        return DOMAINS.entrySet().stream()
                .filter(entry -> isOutside(at(profile, entry.getKey()), entry.getValue()))
                .map(entry ->
                        refusal(entry.getKey(), at(profile, entry.getKey()).asText()))
                .findFirst();
    }

    private static JsonNode at(ObjectNode profile, String key) {
        return profile.at("/" + key.replace('.', '/'));
    }

    private static boolean isOutside(JsonNode value, Domain domain) {
        if (value.isNumber()) {
            return !domain.has(value.doubleValue());
        }
        return value.isTextual() && isOutside(value.textValue().strip(), domain);
    }

    /// Numbers in quotes count as numbers, and so do YAML's words for what is none.
    private static boolean isOutside(String text, Domain domain) {
        if (NOT_FINITE.matcher(text).matches()) {
            return true;
        }
        try {
            return !domain.has(Double.parseDouble(text));
        } catch (NumberFormatException word) {
            return false;
        }
    }
}
