package io.espalier.artifacts;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/// The few S3 operations that the stores are made of, with errors in the pipeline's terms.
final class S3Objects {

    private static final int PRECONDITION_FAILED = 412;
    private static final int CONFLICT = 409; // another conditional write of the key is under way
    private static final int INSUFFICIENT_STORAGE = 507;
    private static final int CONDITIONAL_ATTEMPTS = 5;

    private final S3Client client;
    private final String bucket;
    private final String prefix;

    S3Objects(S3Client client, String bucket, String prefix) {
        this.client = client;
        this.bucket = bucket;
        this.prefix = prefix;
    }

    void put(String key, RequestBody body, Consumer<PutObjectRequest.Builder> options) {
        call(
                key,
                () -> client.putObject(
                        request -> {
                            request.bucket(bucket).key(prefix + key);
                            options.accept(request);
                        },
                        body));
    }

    /// @return whether the object is ours; false if the key was taken
    boolean putIfAbsent(String key, byte[] content) {
        for (int attempt = 1; ; attempt++) {
            try {
                client.putObject(
                        r -> r.bucket(bucket).key(prefix + key).ifNoneMatch("*"), RequestBody.fromBytes(content));
                return true;
            } catch (SdkException e) {
                if (status(e) == PRECONDITION_FAILED) {
                    return false;
                }
                if (status(e) != CONFLICT || attempt == CONDITIONAL_ATTEMPTS) {
                    throw failure(key, e);
                }
            }
        }
    }

    Optional<byte[]> find(String key) {
        return present(key, () -> client.getObjectAsBytes(request(key, b -> {})).asByteArrayUnsafe());
    }

    /// The object from its first byte, or the part that `options` ask for. Closing early drops the connection.
    Optional<InputStream> open(String key, Consumer<GetObjectRequest.Builder> options) {
        return present(key, () -> new AbortingInputStream(client.getObject(request(key, options))));
    }

    OptionalLong sizeBytes(String key) {
        return present(key, () -> client.headObject(b -> b.bucket(bucket).key(prefix + key))
                        .contentLength())
                .map(OptionalLong::of)
                .orElseGet(OptionalLong::empty);
    }

    /// Names directly below `folder`, which ends with a slash, without the folder.
    List<String> list(String folder) {
        String start = prefix + folder;
        return call(
                folder,
                () ->
                        client
                                .listObjectsV2Paginator(
                                        r -> r.bucket(bucket).prefix(start).delimiter("/"))
                                .contents()
                                .stream()
                                .map(S3Object::key)
                                .map(key -> key.substring(start.length()))
                                .toList());
    }

    void delete(String key) {
        call(key, () -> client.deleteObject(r -> r.bucket(bucket).key(prefix + key)));
    }

    private GetObjectRequest request(String key, Consumer<GetObjectRequest.Builder> options) {
        return GetObjectRequest.builder()
                .bucket(bucket)
                .key(prefix + key)
                .applyMutation(options)
                .build();
    }

    private <T> Optional<T> present(String key, Supplier<T> operation) {
        try {
            return Optional.of(operation.get());
        } catch (NoSuchKeyException absent) {
            return Optional.empty();
        } catch (SdkException e) {
            throw failure(key, e);
        }
    }

    private <T> T call(String key, Supplier<T> operation) {
        try {
            return operation.get();
        } catch (SdkException e) {
            throw failure(key, e);
        }
    }

    private PipelineException failure(String key, SdkException e) {
        String where = "s3://" + bucket + "/" + prefix + key;
        if (e instanceof NoSuchBucketException) {
            return new PipelineException.Transient(
                    ErrorCode.STORE_UNAVAILABLE, "there is no bucket '" + bucket + "' for " + where, e);
        }
        ErrorCode code = status(e) == INSUFFICIENT_STORAGE ? ErrorCode.STORE_FULL : ErrorCode.STORE_UNAVAILABLE;
        return new PipelineException.Transient(code, where + " failed: " + e.getMessage(), e);
    }

    private static int status(SdkException e) {
        return e instanceof S3Exception s3 ? s3.statusCode() : 0;
    }
}
