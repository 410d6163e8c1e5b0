package io.espalier.registry.http;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The conditional headers of a request for one representation. Source: RFC 9110 §13.1.2 and §13.1.5.
///
/// @param tag         strong entity tag of the representation, quoted
/// @param ifNoneMatch tags the client has; null = absent
/// @param ifRange     tag the client's partial copy has; null = absent
public record Conditions(
        String tag, @Nullable String ifNoneMatch, @Nullable String ifRange) {

    public boolean isNotModified() {
        return ifNoneMatch != null
                && Arrays.stream(ifNoneMatch.split(","))
                        .map(String::strip)
                        .anyMatch(known -> known.equals("*") || known.equals(tag) || known.equals("W/" + tag));
    }

    /// A range of another representation would splice two files together.
    public boolean allowsRange() {
        return ifRange == null || ifRange.strip().equals(tag);
    }
}
