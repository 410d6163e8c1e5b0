package io.espalier.ingest;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;

/// Refuses a stream when it turns out longer than allowed, before the rest is read: `ARTIFACT_TOO_LARGE`.
final class SizeLimit extends FilterInputStream {

    private final long maxBytes;
    private final URI location;
    private long read;

    /// @param location named in the refusal
    SizeLimit(InputStream in, long maxBytes, URI location) {
        super(in);
        this.maxBytes = maxBytes;
        this.location = location;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        count(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        count(Math.max(0, count));
        return count;
    }

    private void count(int bytes) {
        read += bytes;
        if (read > maxBytes) {
            throw new PipelineException.Permanent(
                    ErrorCode.ARTIFACT_TOO_LARGE,
                    "the model at " + location + " has more than " + maxBytes + " bytes, the largest accepted");
        }
    }
}
