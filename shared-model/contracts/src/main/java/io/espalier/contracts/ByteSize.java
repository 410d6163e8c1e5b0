package io.espalier.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A number of bytes that people write with a unit: `700KB` (1000), `1.5MiB` (1024²) or plain `1024`.
public record ByteSize(@JsonValue long bytes) {

    private static final Pattern FORM = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(B|KB|MB|GB|KIB|MIB|GIB)?");

    @JsonCreator
    static ByteSize ofBytes(long bytes) {
        return new ByteSize(bytes);
    }

    @JsonCreator
    public static ByteSize parse(String text) {
        Matcher matcher = FORM.matcher(text.strip().toUpperCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new SpecValueException(
                    "size", "'" + text + "'", "a number of bytes with an optional unit, such as 700KB or 1.5MiB");
        }
        BigDecimal bytes = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(bytesPer(matcher.group(2))));
        return new ByteSize(bytes.longValue());
    }

    private static long bytesPer(@Nullable String unit) {
        return switch (unit) {
            case "KB" -> 1_000L;
            case "MB" -> 1_000_000L;
            case "GB" -> 1_000_000_000L;
            case "KIB" -> 1L << 10;
            case "MIB" -> 1L << 20;
            case "GIB" -> 1L << 30;
            case null, default -> 1L;
        };
    }
}
