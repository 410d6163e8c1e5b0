package io.espalier.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/// The oracle: runs a model file in ONNX Runtime, unoptimised, on one thread.
final class OnnxRuntime {

    private OnnxRuntime() {}

    /// The outputs by name.
    static Map<String, Tensor> run(byte[] model, Map<String, Tensor> feeds) {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
        try (SessionOptions options = new SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setOptimizationLevel(OptLevel.NO_OPT);
            try (OrtSession session = environment.createSession(model, options)) {
                for (var feed : feeds.entrySet()) {
                    inputs.put(feed.getKey(), feed(environment, feed.getValue()));
                }
                return outputs(session.run(inputs));
            }
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private static OnnxTensor feed(OrtEnvironment environment, Tensor tensor) throws OrtException {
        return tensor.type() == ElementType.FLOAT
                ? OnnxTensor.createTensor(environment, FloatBuffer.wrap(tensor.floats()), tensor.shape())
                : OnnxTensor.createTensor(environment, LongBuffer.wrap(tensor.longs()), tensor.shape());
    }

    private static Map<String, Tensor> outputs(OrtSession.Result result) {
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        try (result) {
            for (Map.Entry<String, OnnxValue> entry : result) {
                outputs.put(entry.getKey(), tensor((OnnxTensor) entry.getValue()));
            }
        }
        return outputs;
    }

    private static Tensor tensor(OnnxTensor value) {
        TensorInfo info = value.getInfo();
        ElementType type = ElementType.valueOf(info.type.name());
        ByteBuffer from = value.getByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        byte[] raw = new byte[from.remaining()];
        from.get(raw);
        return Tensor.ofRaw(type, info.getShape(), raw);
    }
}
