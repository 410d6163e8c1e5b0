package io.espalier.datasets;

import io.espalier.contracts.PipelineException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Decodes files in two threads and hands their images on in the order of the files.
final class ImageCollector implements AutoCloseable {

    private static final int THREADS = 2;
    private static final int MAX_PENDING = 64;
    private static final long MAX_PENDING_BYTES = 32L << 20;
    private static final int REPORT_EVERY = 1000;

    private record Pending(String path, int sizeBytes, Future<List<DecodedImage>> images) {}

    private final Layout layout;
    private final ImageSpool spool;
    private final CorruptImages corrupt;
    private final DecodeListener listener;
    private final ExecutorService decoders = Executors.newFixedThreadPool(THREADS, ImageCollector::daemon);
    private final Deque<Pending> pending = new ArrayDeque<>();
    private long pendingBytes;

    ImageCollector(Layout layout, ImageSpool spool, CorruptImages corrupt, DecodeListener listener) {
        this.layout = layout;
        this.spool = spool;
        this.corrupt = corrupt;
        this.listener = listener;
    }

    void add(String path, byte[] content) {
        pending.add(new Pending(path, content.length, decoders.submit(() -> layout.decode(path, content))));
        pendingBytes += content.length;
        while (pending.size() > MAX_PENDING || pendingBytes > MAX_PENDING_BYTES) {
            takeFirst();
        }
    }

    /// Waits for the rest.
    ///
    /// @throws PipelineException.Permanent `DATASET_INVALID` for the first file that must not be as it is
    void finish() {
        while (!pending.isEmpty()) {
            takeFirst();
        }
        listener.decoded(spool.arrivals().size());
    }

    private void takeFirst() {
        Pending first = pending.remove();
        pendingBytes -= first.sizeBytes();
        for (DecodedImage image : images(first)) {
            spool.add(first.path(), image);
            if (spool.arrivals().size() % REPORT_EVERY == 0) {
                listener.decoded(spool.arrivals().size());
            }
        }
    }

    private List<DecodedImage> images(Pending file) {
        try {
            return file.images().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CorruptImageException unusable) {
                corrupt.add(file.path(), String.valueOf(unusable.getMessage()));
                return List.of();
            }
            if (e.getCause() instanceof PipelineException known) {
                throw known;
            }
            throw new IllegalStateException("decoding '" + file.path() + "' failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while decoding '" + file.path() + "'", e);
        }
    }

    @Override
    public void close() {
        decoders.shutdownNow();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "image-decoder");
        thread.setDaemon(true);
        return thread;
    }
}
