package io.espalier.artifacts;

import io.espalier.contracts.ArtifactRef;
import io.espalier.contracts.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/// Blobs as files `ab/<digest>`, where `ab` are the digest's first two digits.
final class FileArtifacts implements ArtifactStore {

    private final Path root;
    private final AtomicFiles files;

    FileArtifacts(Path root, AtomicFiles files) {
        this.root = root;
        this.files = files;
    }

    @Override
    public ArtifactRef put(Path file, String mediaType) {
        try (InputStream bytes = Files.newInputStream(file)) {
            return put(bytes, mediaType);
        } catch (NoSuchFileException e) {
            throw StoreFailure.notFound("the file to store, " + file + ",");
        } catch (IOException e) {
            throw new UncheckedIOException("the file to store, " + file + ", cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public ArtifactRef put(byte[] bytes, String mediaType) {
        return put(new ByteArrayInputStream(bytes), mediaType);
    }

    @Override
    public ArtifactRef put(InputStream bytes, String mediaType) {
        MessageDigest digest = Sha256.digest();
        SourceInputStream source = new SourceInputStream(bytes);
        try {
            Path staged = files.stage(out -> source.transferTo(new DigestOutputStream(out, digest)));
            long sizeBytes = Files.size(staged);
            String sha256 = HexFormat.of().formatHex(digest.digest());
            files.replace(staged, blob(sha256));
            return ArtifactRef.stored(sha256, sizeBytes, mediaType);
        } catch (IOException e) {
            throw StoreFailure.of("storing an artifact under " + root, e);
        }
    }

    @Override
    public InputStream open(ArtifactRef ref) {
        try {
            return new VerifiedInputStream(Files.newInputStream(blob(ref.sha256())), ref);
        } catch (IOException e) {
            throw unreadable(ref, e);
        }
    }

    @Override
    public InputStream open(ArtifactRef ref, long offset, long length) {
        ByteRange range = ByteRange.within(ref, offset, length);
        try {
            SeekableByteChannel channel = Files.newByteChannel(blob(ref.sha256()));
            channel.position(range.offset());
            return new BoundedInputStream(Channels.newInputStream(channel), range.length());
        } catch (IOException e) {
            throw unreadable(ref, e);
        }
    }

    @Override
    public void copyTo(ArtifactRef ref, Path file) {
        VerifiedCopy.copy(this, ref, file);
    }

    @Override
    public boolean contains(ArtifactRef ref) {
        Path blob = blob(ref.sha256());
        try {
            return Files.isRegularFile(blob) && Files.size(blob) == ref.sizeBytes();
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw StoreFailure.of("looking for " + blob, e);
        }
    }

    private RuntimeException unreadable(ArtifactRef ref, IOException e) {
        return e instanceof NoSuchFileException
                ? StoreFailure.notFound("artifact sha256/" + ref.sha256())
                : StoreFailure.of("reading artifact " + ref.sha256(), e);
    }

    private Path blob(String sha256) {
        return root.resolve(sha256.substring(0, 2)).resolve(sha256);
    }
}
