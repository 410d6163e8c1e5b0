package io.espalier.npu;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.util.Locale;

/// Enums as people write them: `weight-stationary` for `WEIGHT_STATIONARY`.
final class HyphenatedEnums extends BeanDeserializerModifier {

    private static final long serialVersionUID = 1;

    static SimpleModule module() {
        return new SimpleModule().setDeserializerModifier(new HyphenatedEnums());
    }

    @Override
    public JsonDeserializer<?> modifyEnumDeserializer(
            DeserializationConfig config, JavaType type, BeanDescription description, JsonDeserializer<?> standard) {
        return new JsonDeserializer<Object>() {
            @Override
            public Object deserialize(JsonParser in, DeserializationContext context) throws IOException {
                String word = in.getText();
                for (Object constant : type.getRawClass().getEnumConstants()) {
                    if (constant.toString()
                            .toLowerCase(Locale.ROOT)
                            .replace('_', '-')
                            .equals(word)) {
                        return constant;
                    }
                }
                throw InvalidFormatException.from(in, "not one of the words", word, type.getRawClass());
            }
        };
    }
}
