package io.espalier.trainable;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// libtorch in this process: loaded once, with settings that make results repeatable.
///
/// Thread count, gradient mode and the executor's optimiser are settings of the calling thread, so each piece of work
/// sets them. The profiling executor is off: it runs a graph differently the first times than later, which would give
/// a resumed run other bits, and it was measured to gain nothing on these graphs.
final class Torch {

    private static @Nullable Engine engine;

    private Torch() {}

    /// Work with or without recording for the gradient, on a number of threads.
    static <T> T run(int threads, boolean recording, Supplier<T> work) {
        int threadsBefore = JniUtils.getNumThreads();
        boolean recordingBefore = JniUtils.isGradMode();
        useThreads(threads);
        JniUtils.setGraphExecutorOptimize(false);
        JniUtils.setGradMode(recording);
        try {
            return work.get();
        } finally {
            JniUtils.setGradMode(recordingBefore);
            useThreads(threadsBefore); // a teacher may be evaluated in the middle of a student's step
        }
    }

    private static void useThreads(int threads) {
        if (JniUtils.getNumThreads() != threads) {
            JniUtils.setNumThreads(threads);
        }
    }

    /// A manager of arrays on the CPU; the first call loads libtorch.
    ///
    /// @throws PipelineException.Permanent ENGINE_UNAVAILABLE if it cannot be loaded on this machine
    static PtNDManager newManager() {
        return (PtNDManager) NDManager.newBaseManager(Device.cpu(), engine().getEngineName());
    }

    /// Name and version of the engine, loaded if it is not yet.
    static String version() {
        return engine().getEngineName() + " " + engine().getVersion();
    }

    private static synchronized Engine engine() {
        if (engine == null) {
            engine = load("PyTorch");
        }
        return engine;
    }

    static Engine load(String name) {
        // One operator at a time: parallel branches would sum gradients in the order of their arrival.
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
        // The libraries are on the class path; a missing one is an error here, not a download.
        System.setProperty("ai.djl.offline", "true");
        try {
            Engine loaded = Engine.getEngine(name);
            if (loaded == null) {
                throw unavailable("no engine of the name " + name, null);
            }
            return loaded;
        } catch (IllegalArgumentException | EngineException | LinkageError e) {
            throw unavailable(String.valueOf(e.getMessage()), e);
        }
    }

    private static PipelineException unavailable(String reason, @Nullable Throwable cause) {
        String message = "libtorch could not be loaded on %s, %s: %s"
                .formatted(System.getProperty("os.name"), System.getProperty("os.arch"), reason);
        return cause == null
                ? new PipelineException.Permanent(ErrorCode.ENGINE_UNAVAILABLE, message)
                : new PipelineException.Permanent(ErrorCode.ENGINE_UNAVAILABLE, message, cause);
    }
}
