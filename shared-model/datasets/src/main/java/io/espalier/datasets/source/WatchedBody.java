package io.espalier.datasets.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/// The body of an answer that fails when its server sends nothing for a while; Java's client would wait for ever.
final class WatchedBody extends FilterInputStream {

    private static final long NOT_READING = Long.MAX_VALUE;

    private final Duration idle;
    private final Thread watch;
    private volatile long readingSince = NOT_READING; // System.nanoTime
    private volatile boolean stalled;

    WatchedBody(InputStream body, Duration idle) {
        super(body);
        this.idle = idle;
        this.watch = Thread.ofVirtual().name("download-watch").start(this::watch);
    }

    private void watch() {
        try {
            while (!stalled) {
                Thread.sleep(Math.max(idle.toMillis() / 4, 1));
                long since = readingSince;
                stalled = since != NOT_READING && System.nanoTime() - since > idle.toNanos();
            }
            in.close(); // wakes the reader
        } catch (InterruptedException | IOException closed) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        readingSince = System.nanoTime();
        try {
            int read = in.read(bytes, offset, length);
            if (!stalled) {
                return read;
            }
        } catch (IOException e) {
            if (!stalled) {
                throw e;
            }
        } finally {
            readingSince = NOT_READING;
        }
        throw new IOException("the server sent nothing for " + idle.toSeconds() + " s");
    }

    @Override
    public void close() throws IOException {
        watch.interrupt();
        super.close();
    }
}
