package io.espalier.trainable;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.espalier.datasets.Batch;
import java.nio.FloatBuffer;
import java.util.Map;

/// The oracle of forward values: a model file run by ONNX Runtime on one thread.
final class OnnxRuntime implements AutoCloseable {

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;

    OnnxRuntime(byte[] model) {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            session = environment.createSession(model, options);
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime refuses the model", e);
        }
    }

    /// The first output, row-major.
    float[] logits(Batch batch) {
        String input = session.getInputNames().iterator().next();
        long[] shape = {batch.size(), batch.channels(), batch.height(), batch.width()};
        try (OnnxTensor images =
                        OnnxTensor.createTensor(environment, batch.images().duplicate(), shape);
                OrtSession.Result result = session.run(Map.of(input, images))) {
            FloatBuffer values = ((OnnxTensor) result.get(0)).getFloatBuffer();
            float[] logits = new float[values.remaining()];
            values.get(logits);
            return logits;
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime cannot run the model", e);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }
}
