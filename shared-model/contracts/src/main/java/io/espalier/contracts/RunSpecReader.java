package io.espalier.contracts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Reads a [RunSpec] as people write it: YAML, or JSON, which is YAML too. Strict: an unknown key, a value that is not
/// allowed or one that would do nothing is refused with the key's path, the value and what is allowed.
public final class RunSpecReader {

    static final ObjectMapper STRICT = YAMLMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .addModule(FiniteNumber.module())
            .build();

    /// How Jackson says that a group has a key a second time.
    private static final Pattern REPEATED_KEY =
            Pattern.compile("Duplicate (?:field|key|Object property) ['\"]([^'\"]*)['\"]");

    private static final ObjectNode DEFAULTS = resource("run-spec-defaults.yaml");

    /// By task, what differs from the defaults; a user's spec is laid over all.
    private static final ObjectNode TASK_DEFAULTS = resource("run-spec-task-defaults.yaml");

    /// By method of pruning, likewise.
    private static final ObjectNode METHOD_DEFAULTS = resource("run-spec-method-defaults.yaml");

    /// Groups that are given whole or not at all: keys of two of their forms make no sense together.
    private static final Set<String> WHOLE = Set.of("pattern", "budget");

    private RunSpecReader() {}

    /// @throws PipelineException.Permanent `SPEC_INVALID`
    public static RunSpec read(String yaml) {
        return read(yaml, RunSpec.class, RunSpecReader::withDefaults);
    }

    /// The runs that a spec stands for: a list under `prune.budget` is one run for each of its budgets.
    ///
    /// @return one spec or several that differ in nothing but their budgets, in the order of the list
    /// @throws PipelineException.Permanent `SPEC_INVALID`
    public static List<RunSpec> readSweep(String yaml) {
        int runs = BudgetList.size(read(yaml, JsonNode.class, keys -> keys));
        if (runs < 1 || runs > SweepId.MOST_RUNS) {
            throw invalid("prune.budget must have 1 to " + SweepId.MOST_RUNS + " budgets, has " + runs, null);
        }
        List<RunSpec> specs = IntStream.range(0, runs)
                .mapToObj(run -> read(yaml, RunSpec.class, keys -> withDefaults(BudgetList.pick(keys, run))))
                .toList();
        if (specs.stream().distinct().count() < runs) {
            throw invalid("prune.budget must have different budgets, one is given twice", null);
        }
        return specs;
    }

    /// The data of a submission, held to the same rules as a spec on its own.
    ///
    /// @throws PipelineException.Permanent `SPEC_INVALID`
    public static Submission readSubmission(String json) {
        return read(json, Submission.class, submission -> {
            if (submission.get("spec") instanceof ObjectNode spec) {
                if (!BudgetList.of(spec).isEmpty()) {
                    submission.set("budgets", BudgetList.of(spec));
                }
                submission.set("spec", withDefaults(BudgetList.pick(spec, 0)));
            }
            return submission;
        });
    }

    private static <T> T read(String yaml, Class<T> type, UnaryOperator<ObjectNode> complete) {
        try {
            JsonNode given = STRICT.readTree(yaml);
            if (!(given instanceof ObjectNode keys)) {
                throw invalid("the spec must be a group of keys with at least model and data", null);
            }
            return STRICT.treeToValue(complete.apply(keys), type);
        } catch (JsonMappingException e) {
            throw invalid(SpecMistake.explain(e), e);
        } catch (JsonProcessingException e) {
            Matcher repeated = REPEATED_KEY.matcher(e.getOriginalMessage());
            if (repeated.find()) {
                throw invalid("key '" + repeated.group(1) + "' is given twice" + SpecMistake.at(e), e);
            }
            throw invalid("not YAML: " + e.getOriginalMessage() + SpecMistake.at(e), e);
        }
    }

    private static ObjectNode withDefaults(ObjectNode given) {
        ObjectNode defaults = defaults(given);
        ObjectNode complete = defaults.deepCopy();
        overlay(complete, given);
        if (isBudgetByPattern(complete) && given.path("prune").path("budget").isMissingNode()) {
            ((ObjectNode) complete.get("prune")).putObject("budget");
        }
        if (isReadable(complete)) { // what is not allowed at all is refused with its own sentence
            UnusedKeys.complaint(complete, given, defaults).ifPresent(complaint -> {
                throw invalid(complaint, null);
            });
        }
        return complete;
    }

    /// A spec of a comparison: what plays no part beside its method and pattern is left out.
    ///
    /// @param complete with every key
    /// @param asked    keys that are refused instead
    /// @throws PipelineException.Permanent `SPEC_INVALID`
    public static RunSpec readUsed(ObjectNode complete, Set<String> asked) {
        ObjectNode used = complete.deepCopy();
        UnusedKeys.remove((ObjectNode) used.get("prune"), asked);
        return read(used.toString());
    }

    private static ObjectNode defaults(ObjectNode given) {
        ObjectNode complete = DEFAULTS.deepCopy();
        if (TASK_DEFAULTS.get(given.path("task").asText()) instanceof ObjectNode ofTask) {
            overlay(complete, ofTask);
        }
        String method =
                given.at("/prune/method").asText(complete.at("/prune/method").asText());
        if (METHOD_DEFAULTS.get(method) instanceof ObjectNode ofMethod) {
            overlay(complete, ofMethod);
        }
        return complete;
    }

    private static boolean isReadable(ObjectNode complete) {
        try {
            STRICT.treeToValue(complete, RunSpec.class);
            return true;
        } catch (JsonProcessingException refused) {
            return false;
        }
    }

    /// Whether the pattern itself says how much goes.
    private static boolean isBudgetByPattern(ObjectNode spec) {
        JsonNode pattern = spec.path("prune").path("pattern");
        return pattern.has("n-of-m") && !pattern.has("block");
    }

    /// Groups are merged key by key; any other value given takes the place of the default. A key without a value
    /// (`prune:`) keeps the default.
    private static void overlay(ObjectNode base, ObjectNode given) {
        given.properties().forEach(entry -> {
            if (entry.getValue().isNull()) {
                return;
            }
            if (entry.getValue() instanceof ObjectNode group
                    && base.get(entry.getKey()) instanceof ObjectNode defaults
                    && !WHOLE.contains(entry.getKey())) {
                overlay(defaults, group);
            } else {
                base.set(entry.getKey(), entry.getValue());
            }
        });
    }

    private static ObjectNode resource(String name) {
        try (InputStream yaml = RunSpecReader.class.getResourceAsStream(name)) {
            return (ObjectNode) STRICT.readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " is part of this jar", e);
        }
    }

    private static PipelineException.Permanent invalid(String message, @Nullable Throwable cause) {
        return cause == null
                ? new PipelineException.Permanent(ErrorCode.SPEC_INVALID, message)
                : new PipelineException.Permanent(ErrorCode.SPEC_INVALID, message, cause);
    }
}
