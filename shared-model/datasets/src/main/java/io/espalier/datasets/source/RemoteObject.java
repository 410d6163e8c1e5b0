package io.espalier.datasets.source;

import io.espalier.contracts.PipelineException;
import io.espalier.contracts.Sha256;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// A file behind an address, read by HTTP GET.
sealed interface RemoteObject permits HttpObject, S3Object {

    Pattern REMOTE = Pattern.compile("(?i)(https?|s3)://.*");
    Pattern USER = Pattern.compile("//[^/?#@]*@");
    Pattern QUERY = Pattern.compile("[?#].*?(?=!/|$)");

    /// The address as the spec has it.
    URI location();

    /// What messages and logs call it: no user, no password, no signature.
    String name();

    /// What to GET now; a signed one holds for a while only.
    URI url();

    /// Value of the `Authorization` header, for the object's own host only.
    Optional<String> authorization();

    /// Last segment of the path.
    default String fileName() {
        String path = String.valueOf(location().getPath());
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /// Names the object's files in a cache: 64 hexadecimal digits of the whole address.
    default String key() {
        return Sha256.hex(location().toString().getBytes(StandardCharsets.UTF_8));
    }

    static boolean isRemote(String uri) {
        return REMOTE.matcher(uri).matches();
    }

    /// @param author of the spec that names it
    /// @throws PipelineException.Permanent `DATASET_NOT_FOUND` if `text` is not an address with a host and a path
    static RemoteObject of(String text, SpecAuthor author) {
        URI location;
        try {
            location = URI.create(text);
        } catch (IllegalArgumentException malformed) {
            throw malformed(text);
        }
        if (location.getRawAuthority() == null
                || String.valueOf(location.getPath()).length() < 2) {
            throw malformed(text);
        }
        boolean s3 =
                String.valueOf(location.getScheme()).toLowerCase(Locale.ROOT).equals("s3");
        if (!s3 && location.getHost() == null) {
            throw malformed(text);
        }
        return s3 ? S3Object.of(location, author) : new HttpObject(location);
    }

    /// `text` without what may be secret in an address: user, password, query, fragment.
    static String redacted(String text) {
        return !text.contains("://")
                ? text
                : QUERY.matcher(USER.matcher(text).replaceFirst("//")).replaceFirst("");
    }

    private static PipelineException malformed(String text) {
        return SourceFailure.notFound("data.uri '" + redacted(text)
                + "' is not an address of the form https://host/path or s3://bucket/key; escape blanks as %20");
    }
}
