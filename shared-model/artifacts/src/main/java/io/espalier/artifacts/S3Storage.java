package io.espalier.artifacts;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/// Storage in an S3 bucket, or in any server that speaks S3 with conditional writes (`If-None-Match: *`).
///
/// Keys are those of [FileStorage] below the prefix, without its temporary files: S3 shows an object only when all of
/// it is there.
public final class S3Storage implements Storage {

    private final S3Client client;
    private final ArtifactStore artifacts;
    private final OutcomeStore outcomes;
    private final CheckpointStore checkpoints;

    /// @param prefix key prefix without slashes at its ends; empty for the whole bucket
    S3Storage(S3Client client, String bucket, String prefix) {
        this.client = client;
        S3Objects objects = new S3Objects(client, bucket, prefix.isEmpty() ? "" : prefix + "/");
        artifacts = new S3Artifacts(objects);
        outcomes = new S3Outcomes(objects);
        checkpoints = new S3Checkpoints(objects);
    }

    /// The storage at `s3://bucket/prefix?endpoint=http://host:port&region=name`.
    ///
    /// Credentials come from the SDK's default chain: `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, a profile,
    /// the container's or the machine's role. Without `region`, `AWS_REGION` decides, or `us-east-1` if there is an
    /// `endpoint`, which also switches to path-style addresses.
    ///
    /// @throws PipelineException.Permanent `REQUEST_INVALID` if there is no bucket or a parameter is unknown
    public static S3Storage open(URI location) {
        Map<String, String> parameters = parameters(location);
        if (location.getAuthority() == null) {
            throw invalid(location);
        }
        String prefix = location.getPath().replaceAll("^/+|/+$", "");
        return new S3Storage(client(parameters), location.getAuthority(), prefix);
    }

    private static S3Client client(Map<String, String> parameters) {
        String endpoint = parameters.getOrDefault("endpoint", "");
        String region = parameters.getOrDefault("region", "");
        S3ClientBuilder builder = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
        if (!endpoint.isEmpty()) {
            builder.endpointOverride(URI.create(endpoint)).forcePathStyle(true).region(Region.US_EAST_1);
        }
        if (!region.isEmpty()) {
            builder.region(Region.of(region));
        }
        return builder.build();
    }

    private static Map<String, String> parameters(URI location) {
        Map<String, String> parameters = new HashMap<>();
        String query = location.getQuery() == null ? "" : location.getQuery();
        for (String pair : query.split("&")) {
            String[] keyAndValue = pair.split("=", 2);
            boolean known = keyAndValue[0].equals("endpoint") || keyAndValue[0].equals("region");
            if (!pair.isEmpty() && (!known || keyAndValue.length < 2)) {
                throw invalid(location);
            }
            parameters.put(keyAndValue[0], keyAndValue[keyAndValue.length - 1]);
        }
        return parameters;
    }

    private static PipelineException invalid(URI location) {
        return new PipelineException.Permanent(
                ErrorCode.REQUEST_INVALID,
                "storage must be s3://bucket/prefix?endpoint=http://host:port&region=name, was " + location);
    }

    @Override
    public ArtifactStore artifacts() {
        return artifacts;
    }

    @Override
    public OutcomeStore outcomes() {
        return outcomes;
    }

    @Override
    public CheckpointStore checkpoints() {
        return checkpoints;
    }

    @Override
    public void close() {
        client.close();
    }
}
