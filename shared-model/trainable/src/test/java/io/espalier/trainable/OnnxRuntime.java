package io.espalier.trainable;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.espalier.datasets.Batch;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;
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
        return outputs(batch).getFirst();
    }

    /// All outputs, row-major; whole numbers and truth values as float32.
    List<float[]> outputs(Batch batch) {
        String input = session.getInputNames().iterator().next();
        long[] shape = {batch.size(), batch.channels(), batch.height(), batch.width()};
        List<float[]> outputs = new ArrayList<>();
        try (OnnxTensor images =
                        OnnxTensor.createTensor(environment, batch.images().duplicate(), shape);
                OrtSession.Result result = session.run(Map.of(input, images))) {
            for (int i = 0; i < result.size(); i++) {
                outputs.add(floats((OnnxTensor) result.get(i)));
            }
            return outputs;
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime cannot run the model", e);
        }
    }

    private static float[] floats(OnnxTensor tensor) {
        float[] values = new float[Math.toIntExact(tensor.getInfo().getNumElements())];
        if (tensor.getInfo().type == OnnxJavaType.FLOAT) {
            tensor.getFloatBuffer().get(values);
        } else if (tensor.getInfo().type == OnnxJavaType.INT64) {
            LongBuffer longs = tensor.getLongBuffer();
            for (int i = 0; i < values.length; i++) {
                values[i] = longs.get(i);
            }
        } else {
            ByteBuffer bytes = tensor.getByteBuffer();
            for (int i = 0; i < values.length; i++) {
                values[i] = bytes.get(i);
            }
        }
        return values;
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
