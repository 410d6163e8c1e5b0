package io.espalier.contracts;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Reads a double that is a real number: neither an infinity (`.inf`, `1e999`) nor a NaN, which pass every bound
/// that is written as `x < a`.
final class FiniteNumber extends StdScalarDeserializer<Double> {

    private static final long serialVersionUID = 1L;

    private final boolean primitive;

    private FiniteNumber(Class<Double> type) {
        super(type);
        this.primitive = type.isPrimitive();
    }

    /// For every double of a mapper, alone or in a list.
    static SimpleModule module() {
        return new SimpleModule()
                .addDeserializer(Double.TYPE, new FiniteNumber(Double.TYPE))
                .addDeserializer(Double.class, new FiniteNumber(Double.class));
    }

    @Override
    public Double deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        String written = parser.getText();
        double value = _parseDoublePrimitive(parser, context);
        if (!Double.isFinite(value)) {
            throw context.weirdStringException(written, handledType(), "not finite");
        }
        return value;
    }

    @Override
    public @Nullable Double getNullValue(DeserializationContext context) {
        return primitive ? 0.0 : null;
    }
}
