package io.espalier.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The one JSON form of everything in this package: kebab-case keys, ISO-8601 times, no nulls.
public final class Json {

    /// Ignores keys it does not know, so that an older reader survives a newer writer. Never configure it further.
    public static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private Json() {}

    public static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "no JSON form: " + value.getClass().getName(), e);
        }
    }

    /// @throws PipelineException.Permanent `EVENT_UNREADABLE` if `json` is not a `type`: the word `null` is none
    public static <T> T read(byte[] json, Class<T> type) {
        try {
            @Nullable T value = MAPPER.readValue(json, type);
            if (value == null) {
                throw new PipelineException.Permanent(
                        ErrorCode.EVENT_UNREADABLE, "not a " + type.getSimpleName() + ": null");
            }
            return value;
        } catch (IOException e) {
            throw new PipelineException.Permanent(
                    ErrorCode.EVENT_UNREADABLE, "not a " + type.getSimpleName() + ": " + e.getMessage(), e);
        }
    }
}
