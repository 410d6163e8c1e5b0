package io.espalier.artifacts;

import io.espalier.contracts.ArtifactRef;
import io.espalier.contracts.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import software.amazon.awssdk.core.sync.RequestBody;

/// Blobs as objects `sha256/ab/<digest>`. The server checks each upload against its MD5, which S3 has always done.
final class S3Artifacts implements ArtifactStore {

    private final S3Objects objects;

    S3Artifacts(S3Objects objects) {
        this.objects = objects;
    }

    @Override
    public ArtifactRef put(Path file, String mediaType) {
        MessageDigest sha256 = Sha256.digest();
        MessageDigest md5 = md5();
        try (InputStream bytes =
                new DigestInputStream(new DigestInputStream(Files.newInputStream(file), sha256), md5)) {
            long sizeBytes = bytes.transferTo(OutputStream.nullOutputStream());
            return upload(RequestBody.fromFile(file), ref(sha256, sizeBytes, mediaType), md5);
        } catch (NoSuchFileException e) {
            throw StoreFailure.notFound("the file to store, " + file + ",");
        } catch (IOException e) {
            throw new UncheckedIOException("the file to store, " + file + ", cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public ArtifactRef put(byte[] bytes, String mediaType) {
        MessageDigest sha256 = Sha256.digest();
        MessageDigest md5 = md5();
        sha256.update(bytes);
        md5.update(bytes);
        return upload(RequestBody.fromBytes(bytes), ref(sha256, bytes.length, mediaType), md5);
    }

    @Override
    public ArtifactRef put(InputStream bytes, String mediaType) {
        SourceInputStream source = new SourceInputStream(bytes);
        try {
            Path temporary = Files.createTempFile("espalier-", ".part");
            try {
                try (OutputStream out = Files.newOutputStream(temporary)) {
                    source.transferTo(out);
                }
                return put(temporary, mediaType);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw StoreFailure.of("collecting an artifact before its upload", e);
        }
    }

    @Override
    public InputStream open(ArtifactRef ref) {
        InputStream bytes = objects.open(key(ref), request -> {}).orElseThrow(() -> absent(ref));
        return new VerifiedInputStream(bytes, ref);
    }

    @Override
    public InputStream open(ArtifactRef ref, long offset, long length) {
        ByteRange range = ByteRange.within(ref, offset, length);
        if (range.length() == 0) {
            return InputStream.nullInputStream(); // HTTP has no empty range
        }
        String header = "bytes=" + offset + "-" + (offset + length - 1);
        return objects.open(key(ref), request -> request.range(header)).orElseThrow(() -> absent(ref));
    }

    @Override
    public void copyTo(ArtifactRef ref, Path file) {
        VerifiedCopy.copy(this, ref, file);
    }

    @Override
    public boolean contains(ArtifactRef ref) {
        return objects.sizeBytes(key(ref)).orElse(-1) == ref.sizeBytes();
    }

    private ArtifactRef upload(RequestBody body, ArtifactRef ref, MessageDigest md5) {
        String contentMd5 = Base64.getEncoder().encodeToString(md5.digest());
        objects.put(key(ref), body, request -> request.contentMD5(contentMd5).contentType(ref.mediaType()));
        return ref;
    }

    private static ArtifactRef ref(MessageDigest sha256, long sizeBytes, String mediaType) {
        return ArtifactRef.stored(HexFormat.of().formatHex(sha256.digest()), sizeBytes, mediaType);
    }

    private static String key(ArtifactRef ref) {
        return "sha256/" + ref.sha256().substring(0, 2) + "/" + ref.sha256();
    }

    private static RuntimeException absent(ArtifactRef ref) {
        return StoreFailure.notFound("artifact sha256/" + ref.sha256());
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has MD5", e);
        }
    }
}
