package io.espalier.trainable;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Lets a computation end before its process does.
///
/// A signal makes the JVM exit whatever its threads do: libtorch's destructors then run under the step that still
/// computes, and the process crashes in them. Training runs leave a step when their thread is interrupted.
public final class OrderlyExit {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private OrderlyExit() {}

    /// Computes in this thread. If the process is told to exit meanwhile (SIGTERM, Ctrl-C), the thread is interrupted
    /// and the exit waits until the computation has returned or thrown, 10 s at most; `interrupted` is said on
    /// standard error then.
    ///
    /// @throws java.util.concurrent.CancellationException as training runs do when they are interrupted
    public static <T> T compute(Callable<T> computation) throws Exception {
        return compute(computation, System.err);
    }

    private static <T> T compute(Callable<T> computation, PrintStream err) throws Exception {
        Thread worker = Thread.currentThread();
        CountDownLatch left = new CountDownLatch(1);
        Thread hook = new Thread(() -> stop(worker, left, err), "orderly-exit");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return computation.call();
        } finally {
            left.countDown();
            remove(hook);
        }
    }

    private static void stop(Thread worker, CountDownLatch left, PrintStream err) {
        worker.interrupt();
        try {
            if (!left.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                err.println("still computing after " + PATIENCE.toSeconds() + " s, ending all the same");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        err.println("interrupted");
        err.flush();
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the process is exiting, and the hook is what waited for this thread
        }
    }
}
