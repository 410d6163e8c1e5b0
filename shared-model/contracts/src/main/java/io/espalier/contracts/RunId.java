package io.espalier.contracts;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// Identity of a run: also the Kafka key of its events, so that they stay in order.
///
/// Derived from who submitted what (CloudEvent source and id), so that a submission delivered twice is one run.
///
/// @param value `r-` and 16 hexadecimal digits
public record RunId(@JsonValue String value) {

    private static final Pattern FORM = Pattern.compile("r-[0-9a-f]{16}");

    @JsonCreator
    public RunId {
        requireNonNull(value, "run-id is absent");
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("a run id is 'r-' and 16 hexadecimal digits, was '" + value + "'");
        }
    }

    /// The run of one submission: SHA-256 over source and id, cut to 64 bits.
    public static RunId ofSubmission(String source, String id) {
        byte[] identity = (source + "\n" + id).getBytes(StandardCharsets.UTF_8);
        return new RunId("r-" + Sha256.hex(identity).substring(0, 16));
    }

    @Override
    public String toString() {
        return value;
    }
}
