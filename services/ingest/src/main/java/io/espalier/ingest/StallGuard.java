package io.espalier.ingest;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Closes a stream that gives no byte for too long, which ends the read that waits for it with an [IOException].
///
/// The request timeout of the JDK's HTTP client ends with the headers; a body may stall for ever.
final class StallGuard extends FilterInputStream {

    private final Duration patience;
    private final ScheduledExecutorService alarms;
    private volatile boolean stalled;

    /// @param in       can be closed while another thread reads it
    /// @param patience longest wait of one read
    StallGuard(InputStream in, Duration patience, ScheduledExecutorService alarms) {
        super(in);
        this.patience = patience;
        this.alarms = alarms;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        Future<?> alarm = alarms.schedule(this::giveUp, patience.toMillis(), TimeUnit.MILLISECONDS);
        try {
            int count = in.read(buffer, offset, length);
            requireLive(null);
            return count;
        } catch (IOException e) {
            requireLive(e);
            throw e;
        } finally {
            alarm.cancel(false);
        }
    }

    private void giveUp() {
        stalled = true;
        try {
            in.close();
        } catch (IOException ignored) {
            // The reader is told all the same.
        }
    }

    private void requireLive(@Nullable IOException cause) throws IOException {
        if (stalled) {
            throw new IOException("the download stalled: no byte for " + patience.toMillis() + " ms", cause);
        }
    }
}
