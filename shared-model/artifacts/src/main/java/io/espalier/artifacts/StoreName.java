package io.espalier.artifacts;

import java.util.regex.Pattern;

/// The names of outcomes and checkpoints: safe as a relative path and as an S3 key.
final class StoreName {

    private static final Pattern SEGMENTS =
            Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");

    private StoreName() {}

    /// @return `name`
    /// @throws IllegalArgumentException unless `name` is segments joined by `/`, none of which starts with a dot
    static String require(String name) {
        if (!SEGMENTS.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "name must be segments of [A-Za-z0-9._-] joined by '/', was '" + name + "'");
        }
        return name;
    }
}
