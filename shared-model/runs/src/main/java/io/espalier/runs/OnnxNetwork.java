package io.espalier.runs;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.datasets.Batch;
import io.espalier.datasets.Prediction;
import io.espalier.trainable.loss.Teacher;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A file's bytes in ONNX Runtime: what users will run, not what was trained.
final class OnnxNetwork implements Teacher, AutoCloseable {

    private final OrtSession session;
    private final String input;

    private OnnxNetwork(OrtSession session) {
        this.session = session;
        this.input = session.getInputNames().iterator().next();
    }

    /// @param threads of one operator, >= 1
    /// @throws PipelineException.Permanent `MODEL_INVALID` if ONNX Runtime refuses the file
    static OnnxNetwork open(byte[] model, int threads) {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            // Idle threads sleep: a stage shares its machine with others.
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            return new OnnxNetwork(OrtEnvironment.getEnvironment().createSession(model, options));
        } catch (OrtException e) {
            throw refused(e);
        }
    }

    /// Every output for a batch, in the graph's order.
    ///
    /// @throws PipelineException.Permanent `MODEL_INVALID` if ONNX Runtime cannot run the model, or an output is
    ///     not of real numbers
    @Override
    public List<Prediction> predictions(Batch batch) {
        long[] shape = {batch.size(), batch.channels(), batch.height(), batch.width()};
        try (OnnxTensor pixels = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), batch.images(), shape);
                OrtSession.Result result = session.run(Map.of(input, pixels))) {
            List<Prediction> predictions = new ArrayList<>();
            for (Map.Entry<String, OnnxValue> output : result) {
                predictions.add(prediction(output.getKey(), output.getValue()));
            }
            return predictions;
        } catch (OrtException e) {
            throw refused(e);
        }
    }

    private static Prediction prediction(String name, OnnxValue value) {
        FloatBuffer values = value instanceof OnnxTensor tensor ? tensor.getFloatBuffer() : null;
        if (values == null) {
            throw new PipelineException.Permanent(
                    ErrorCode.MODEL_INVALID, "output '%s' must be of real numbers, is %s".formatted(name, value));
        }
        float[] copy = new float[values.remaining()];
        values.get(copy);
        return new Prediction(name, ((OnnxTensor) value).getInfo().getShape(), copy);
    }

    private static PipelineException refused(OrtException e) {
        return new PipelineException.Permanent(
                ErrorCode.MODEL_INVALID, "ONNX Runtime cannot run the model: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("an open session can be closed once", e);
        }
    }
}
