package io.espalier.artifacts;

import io.espalier.contracts.ArtifactRef;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.Sha256;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/// A blob's bytes, checked against its reference while they are read.
///
/// The check runs in the read that reaches the announced length, the end of the stream or a byte too many, whichever
/// comes first; a reader that stops earlier has seen unverified bytes.
final class VerifiedInputStream extends FilterInputStream {

    private final ArtifactRef ref;
    private final MessageDigest digest = Sha256.digest();
    private long read;
    private boolean verified;

    VerifiedInputStream(InputStream in, ArtifactRef ref) {
        super(in);
        this.ref = ref;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        if (count > 0) {
            digest.update(buffer, offset, count);
            read += count;
        }
        if (count < 0 || read >= ref.sizeBytes()) {
            verify();
        }
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        return readNBytes((int) Math.min(count, 1 << 16)).length; // skipped bytes count for the digest too
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void verify() {
        if (verified && read == ref.sizeBytes()) {
            return;
        }
        if (read != ref.sizeBytes()) {
            throw mismatch("has " + (read > ref.sizeBytes() ? "more than " + ref.sizeBytes() : read)
                    + " bytes instead of " + ref.sizeBytes());
        }
        String found = HexFormat.of().formatHex(digest.digest());
        if (!found.equals(ref.sha256())) {
            throw mismatch("has digest " + found);
        }
        verified = true;
    }

    private PipelineException mismatch(String found) {
        return new PipelineException.Permanent(
                ErrorCode.DIGEST_MISMATCH, "artifact sha256/" + ref.sha256() + " " + found);
    }
}
