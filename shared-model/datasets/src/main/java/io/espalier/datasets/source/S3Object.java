package io.espalier.datasets.source;

import io.espalier.contracts.PipelineException;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.S3Utilities;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/// An object of an S3 bucket, read through a signed address (AWS Signature Version 4, query parameters).
///
/// The form is that of `espalier.storage`: `s3://bucket/key?endpoint=http://host:port&region=name`, both
/// parameters optional, an `endpoint` means path-style addresses. Credentials come from the SDK's default
/// chain: `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, a profile, the container's or the machine's role;
/// without any, the object must be public.
///
/// @param signed whether these credentials are for this endpoint, see [SpecAuthor#maySignFor]
record S3Object(URI location, String endpoint, String region, boolean signed) implements RemoteObject {

    private static final Pattern ENDPOINT = Pattern.compile("https?://[\\w.-]+(:\\d{1,5})?/?");
    private static final Duration SIGNED_FOR = Duration.ofHours(1); // to begin an answer; an answer may take longer

    /// @throws PipelineException.Permanent `DATASET_NOT_FOUND` if a parameter is unknown
    static S3Object of(URI location, SpecAuthor author) {
        Map<String, String> parameters = new HashMap<>();
        String query = location.getQuery() == null ? "" : location.getQuery();
        for (String pair : query.split("&")) {
            String[] keyAndValue = pair.split("=", 2);
            boolean known = keyAndValue[0].equals("endpoint") || keyAndValue[0].equals("region");
            if (!pair.isEmpty() && (!known || keyAndValue.length < 2)) {
                throw malformed(location);
            }
            parameters.put(keyAndValue[0], keyAndValue[keyAndValue.length - 1]);
        }
        String endpoint = parameters.getOrDefault("endpoint", "");
        if (!endpoint.isEmpty() && !ENDPOINT.matcher(endpoint).matches()) {
            throw malformed(location);
        }
        String defaultRegion = endpoint.isEmpty() ? "" : Region.US_EAST_1.id();
        String region = parameters.getOrDefault("region", defaultRegion);
        return new S3Object(location, endpoint, region, author.maySignFor(endpoint));
    }

    @Override
    public String name() {
        String at = endpoint.isEmpty() ? "" : " at " + RemoteObject.redacted(endpoint);
        return RemoteObject.redacted(location.toString()) + at;
    }

    @Override
    public URI url() {
        try (DefaultCredentialsProvider credentials =
                DefaultCredentialsProvider.builder().build()) {
            URL url = signed && areThere(credentials) ? signedUrl(credentials) : publicUrl();
            return URI.create(url.toString());
        } catch (SdkClientException noRegion) {
            throw SourceFailure.notFound("'" + name() + "' cannot be addressed: " + noRegion.getMessage());
        }
    }

    private static boolean areThere(DefaultCredentialsProvider credentials) {
        try {
            credentials.resolveCredentials();
            return true;
        } catch (SdkClientException none) {
            return false;
        }
    }

    private URL signedUrl(DefaultCredentialsProvider credentials) {
        S3Presigner.Builder builder =
                S3Presigner.builder().credentialsProvider(credentials).serviceConfiguration(addressing());
        if (!endpoint.isEmpty()) {
            builder.endpointOverride(URI.create(endpoint));
        }
        if (!region.isEmpty()) {
            builder.region(Region.of(region));
        }
        try (S3Presigner presigner = builder.build()) {
            return presigner
                    .presignGetObject(request -> request.signatureDuration(SIGNED_FOR)
                            .getObjectRequest(object -> object.bucket(bucket()).key(objectKey())))
                    .url();
        }
    }

    private S3Configuration addressing() {
        return S3Configuration.builder()
                .pathStyleAccessEnabled(!endpoint.isEmpty())
                .build();
    }

    /// Without a signature.
    URL publicUrl() {
        S3Utilities.Builder utilities = S3Utilities.builder()
                .s3Configuration(addressing())
                .region(Region.of(region.isEmpty() ? Region.US_EAST_1.id() : region));
        return utilities.build().getUrl(request -> {
            request.bucket(bucket()).key(objectKey());
            if (!endpoint.isEmpty()) {
                request.endpoint(URI.create(endpoint));
            }
        });
    }

    private String bucket() {
        return String.valueOf(location.getAuthority());
    }

    private String objectKey() {
        return location.getPath().substring(1);
    }

    @Override
    public Optional<String> authorization() {
        return Optional.empty(); // the address is signed
    }

    private static PipelineException malformed(URI location) {
        return SourceFailure.notFound("data.uri must be s3://bucket/key?endpoint=http://host:port&region=name, was '"
                + RemoteObject.redacted(location.toString()) + "' with other parameters or values");
    }
}
