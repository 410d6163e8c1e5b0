package io.espalier.runs.latency;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.onnx.Graph;
import io.espalier.onnx.OnnxFile;
import io.espalier.onnx.ValueInfo;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.LongStream;

/// One image through ONNX Runtime on this machine's processor, again and again.
///
/// @param device   `cpu`
/// @param source   `measured`
/// @param tool     ONNX Runtime with its version
/// @param threads  of one operator
/// @param warmUp   inferences before any is timed
/// @param runs     timed inferences
/// @param medianMs half of them took no longer
/// @param p95Ms    95 of 100 took no longer
public record MeasuredLatency(
        String device, String source, String tool, int threads, int warmUp, int runs, double medianMs, double p95Ms) {

    private static final int WARM_UP = 5;
    private static final int FEWEST = 5;
    private static final int MOST = 50;
    private static final double ABOUT_MS = 1000;

    /// One thread and about a second: as many inferences as fit by one that was timed before, 5 to 50.
    ///
    /// @throws PipelineException.Permanent `MODEL_INVALID` if ONNX Runtime refuses the model
    public static MeasuredLatency briefly(Graph graph) {
        double once = of(graph, 1, 1).medianMs();
        return of(graph, 1, (int) Math.clamp(Math.ceil(ABOUT_MS / once), FEWEST, MOST));
    }

    /// @param graph   its first input is float32; its batch, if open, is taken as 1
    /// @param threads ≥ 1
    /// @param runs    ≥ 1
    /// @throws PipelineException.Permanent `MODEL_INVALID` if ONNX Runtime refuses the model, or its images have no
    ///     size
    public static MeasuredLatency of(Graph graph, int threads, int runs) {
        ValueInfo input = graph.inputs().getFirst();
        long[] shape = input.shape().ofOneImage(input.name()).sizes();
        FloatBuffer image =
                FloatBuffer.allocate(Math.toIntExact(LongStream.of(shape).reduce(1, (a, b) -> a * b)));
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            try (OrtSession session = environment.createSession(OnnxFile.write(graph), options);
                    OnnxTensor pixels = OnnxTensor.createTensor(environment, image, shape)) {
                double[] times = time(session, Map.of(input.name(), pixels), runs);
                String tool = "ONNX Runtime " + environment.getVersion();
                return new MeasuredLatency(
                        "cpu", "measured", tool, threads, WARM_UP, runs, quantile(times, 0.5), quantile(times, 0.95));
            }
        } catch (OrtException e) {
            throw new PipelineException.Permanent(
                    ErrorCode.MODEL_INVALID, "ONNX Runtime cannot run the model: " + e.getMessage(), e);
        }
    }

    private static double[] time(OrtSession session, Map<String, ? extends OnnxTensorLike> inputs, int runs)
            throws OrtException {
        double[] times = new double[runs];
        for (int run = -WARM_UP; run < runs; run++) {
            long start = System.nanoTime();
            session.run(inputs).close();
            if (run >= 0) {
                times[run] = (System.nanoTime() - start) / 1e6;
            }
        }
        return times;
    }

    /// The smallest value that at least the given share of all does not exceed.
    public static double quantile(double[] values, double share) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }
}
