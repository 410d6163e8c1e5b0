package io.espalier.npu.calibration;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.espalier.npu.NpuProfile;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A device profile as a file that [io.espalier.npu.NpuProfiles#read] reads back equal.
public final class ProfileWriter {

    private static final List<String> FITTED = List.of(
            "overhead.compute-efficiency",
            "overhead.launch-micros",
            "overhead.inference-micros",
            "memory.dram-efficiency");

    private static final ObjectMapper YAML = YAMLMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .addModule(new SimpleModule().addSerializer(new HyphenatedEnum()))
            .build();

    private ProfileWriter() {}

    /// @param fittedTo what stands as the source of the fitted figures, or null if the profile was not fitted
    public static String yaml(NpuProfile profile, @Nullable String fittedTo) {
        Map<String, String> sources = new TreeMap<>(profile.sources());
        if (fittedTo != null) {
            FITTED.forEach(key -> sources.put(key, fittedTo));
        }
        ObjectNode tree = YAML.valueToTree(profile);
        tree.remove("sources");
        sources.forEach((key, source) -> name(tree, key, source));
        try {
            return YAML.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of numbers and words has a YAML form", e);
        }
    }

    /// `x` becomes `{value: x, source: …}`.
    private static void name(ObjectNode tree, String key, String source) {
        int dot = key.lastIndexOf('.');
        JsonNode group = dot < 0 ? tree : tree.at("/" + key.substring(0, dot).replace('.', '/'));
        String last = key.substring(dot + 1);
        if (group instanceof ObjectNode object && object.has(last)) {
            JsonNode value = object.get(last);
            object.putObject(last).put("source", source).set("value", value);
        }
    }

    private static final class HyphenatedEnum extends StdSerializer<Enum<?>> {

        private static final long serialVersionUID = 1;

        HyphenatedEnum() {
            super(Enum.class, false);
        }

        @Override
        public void serialize(Enum<?> constant, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
    }
}
