package io.espalier.datasets.source;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Who wrote the spec, so what its `data.uri` may reach.
public sealed interface SpecAuthor {

    /// Whoever runs this process: it reads any file that they can read, and signs for any S3 server.
    record Operator() implements SpecAuthor {}

    /// Somebody who may push a model, and may see neither this machine's files nor its credentials.
    ///
    /// Files are those of the data directory. A link in it leads where it leads: only the operator can put one
    /// there. S3 addresses are signed for AWS and for `s3Endpoint`; what another server has must be public.
    ///
    /// @param s3Endpoint `http://host:port` of the installation's own S3 server, nothing if that is AWS or none
    record Pusher(@Nullable String s3Endpoint) implements SpecAuthor {}

    /// @param endpoint of an S3 address, empty for AWS
    default boolean maySignFor(String endpoint) {
        return switch (this) {
            case Operator operator -> true;
            case Pusher pusher ->
                endpoint.isEmpty() || Objects.equals(withoutSlash(endpoint), withoutSlash(pusher.s3Endpoint()));
        };
    }

    private static @Nullable String withoutSlash(@Nullable String endpoint) {
        return endpoint == null ? null : endpoint.replaceAll("/+$", "");
    }
}
