package io.espalier.contracts;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.regex.Pattern;

/// A claim check: where an artifact's bytes lie and what they must be. Events carry these, never bytes.
///
/// @param uri       where the bytes are: `artifact:sha256/<digest>` inside the pipeline's store; `file:`, `http(s):`
///     in submissions
/// @param sha256    digest of the bytes, 64 lower-case hexadecimal digits
/// @param sizeBytes length, >= 0
/// @param mediaType RFC 6838 type, see [MediaTypes]
public record ArtifactRef(URI uri, String sha256, long sizeBytes, String mediaType) {

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    public ArtifactRef {
        requireNonNull(uri, "uri is absent");
        requireNonNull(sha256, "sha256 is absent");
        requireNonNull(mediaType, "media-type is absent");
        if (!DIGEST.matcher(sha256).matches()) {
            throw new IllegalArgumentException("sha256 must be 64 lower-case hexadecimal digits, was '" + sha256 + "'");
        }
        if (sizeBytes < 0) {
            throw new IllegalArgumentException("sizeBytes must be >= 0, was " + sizeBytes);
        }
    }

    /// A reference into the pipeline's own store.
    public static ArtifactRef stored(String sha256, long sizeBytes, String mediaType) {
        return new ArtifactRef(URI.create("artifact:sha256/" + sha256), sha256, sizeBytes, mediaType);
    }
}
