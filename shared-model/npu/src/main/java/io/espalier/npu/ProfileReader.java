package io.espalier.npu;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Reads a device profile: YAML laid over `profile-defaults.yaml`. Strict: an unknown key or an impossible value is
/// refused with its path.
///
/// A number may be written `{value: 500000000, source: "where it comes from"}`; the sources are kept beside the
/// profile.
final class ProfileReader {

    private static final ObjectMapper STRICT = YAMLMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .addModule(HyphenatedEnums.module())
            .build();

    private ProfileReader() {}

    /// @param where named in messages: the file
    /// @throws PipelineException.Permanent `SPEC_INVALID`
    static NpuProfile read(String yaml, String where) {
        try {
            Optional<String> infinite = ProfileDomains.infinite(STRICT.createParser(yaml));
            if (infinite.isPresent()) {
                throw invalid(where, infinite.get(), null);
            }
            if (!(STRICT.readTree(yaml) instanceof ObjectNode given)) {
                throw invalid(where, "a profile must be a group of keys", null);
            }
            ObjectNode complete = defaults();
            overlay(complete, given);
            Map<String, String> sources = new TreeMap<>();
            takeSources(complete, "", sources);
            Optional<String> violation = ProfileDomains.violation(complete);
            if (violation.isPresent()) {
                throw invalid(where, violation.get(), null);
            }
            ObjectNode bySource = complete.putObject("sources");
            sources.forEach(bySource::put);
            return STRICT.treeToValue(complete, NpuProfile.class);
        } catch (JsonMappingException e) {
            throw invalid(where, explain(e), e);
        } catch (JsonProcessingException e) {
            throw invalid(where, "not YAML: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("a text is read without a file", e);
        }
    }

    private static ObjectNode defaults() throws JsonProcessingException {
        return (ObjectNode) STRICT.readTree(resource("profile-defaults.yaml"));
    }

    static String resource(String name) {
        try (InputStream yaml = ProfileReader.class.getResourceAsStream(name)) {
            if (yaml == null) {
                throw new IllegalStateException(name + " is missing from this jar");
            }
            return new String(yaml.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " is part of this jar", e);
        }
    }

    /// Groups are merged key by key; a group of another `type` takes the place of the default as a whole.
    private static void overlay(ObjectNode base, ObjectNode given) {
        for (Map.Entry<String, JsonNode> entry : given.properties()) {
            boolean sameType = base.get(entry.getKey()) instanceof ObjectNode defaults
                    && defaults.path("type").equals(entry.getValue().path("type"))
                    && !defaults.has("value")
                    && !entry.getValue().has("value");
            if (sameType && entry.getValue() instanceof ObjectNode group) {
                overlay((ObjectNode) base.get(entry.getKey()), group);
            } else {
                base.set(entry.getKey(), entry.getValue());
            }
        }
    }

    private static void takeSources(ObjectNode group, String path, Map<String, String> sources) {
        for (Map.Entry<String, JsonNode> entry : java.util.List.copyOf(group.properties())) {
            String key = path + entry.getKey();
            if (entry.getValue() instanceof ObjectNode inner) {
                if (inner.size() == 2 && inner.has("value") && inner.has("source")) {
                    sources.put(key, inner.get("source").asText());
                    group.set(entry.getKey(), inner.get("value"));
                } else {
                    takeSources(inner, key + ".", sources);
                }
            }
        }
    }

    private static String explain(JsonMappingException e) {
        String path = e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."));
        String key = path.isEmpty() ? "the profile" : path;
        return switch (e) {
            case UnrecognizedPropertyException unknown ->
                "unknown key '%s'; known here: %s".formatted(key, known(unknown));
            case InvalidTypeIdException type -> "%s.type '%s' is not known or missing".formatted(key, type.getTypeId());
            case ValueInstantiationException refused
            when refused.getCause() != null -> key + ": " + refused.getCause().getMessage();
            case InvalidFormatException format ->
                "%s cannot be '%s'%s".formatted(key, format.getValue(), allowed(format));
            default ->
                e.getOriginalMessage().startsWith("Missing creator property")
                        ? key + " is missing"
                        : key + ": " + e.getOriginalMessage();
        };
    }

    private static String known(UnrecognizedPropertyException e) {
        return e.getKnownPropertyIds() == null
                ? "none"
                : e.getKnownPropertyIds().stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
    }

    private static String allowed(InvalidFormatException e) {
        if (!e.getTargetType().isEnum()) {
            return "";
        }
        return "; allowed are "
                + java.util.Arrays.stream(e.getTargetType().getEnumConstants())
                        .map(constant ->
                                constant.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .collect(Collectors.joining(", "));
    }

    private static PipelineException.Permanent invalid(
            String where, String message, @org.jspecify.annotations.Nullable Throwable cause) {
        String text = "device profile " + where + ": " + message;
        return cause == null
                ? new PipelineException.Permanent(ErrorCode.SPEC_INVALID, text)
                : new PipelineException.Permanent(ErrorCode.SPEC_INVALID, text, cause);
    }
}
