package io.espalier.artifacts;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// A caller's stream whose read errors stay distinguishable from those of the store it is copied to.
final class SourceInputStream extends FilterInputStream {

    SourceInputStream(InputStream in) {
        super(in);
    }

    @Override
    public int read() {
        try {
            return super.read();
        } catch (IOException e) {
            throw new UncheckedIOException("the bytes to store cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        try {
            return super.read(buffer, offset, length);
        } catch (IOException e) {
            throw new UncheckedIOException("the bytes to store cannot be read: " + e.getMessage(), e);
        }
    }
}
