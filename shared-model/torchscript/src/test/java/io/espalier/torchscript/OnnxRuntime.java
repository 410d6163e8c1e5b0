package io.espalier.torchscript;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import io.espalier.onnx.Tensor;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/// Runs a written graph in ONNX Runtime, unoptimised, on one thread.
final class OnnxRuntime {

    private OnnxRuntime() {}

    /// The float outputs by name.
    static Map<String, Tensor> run(byte[] model, String inputName, Tensor input) {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (SessionOptions options = new SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setOptimizationLevel(OptLevel.NO_OPT);
            FloatBuffer values = FloatBuffer.wrap(input.floats());
            try (OrtSession session = environment.createSession(model, options);
                    OnnxTensor fed = OnnxTensor.createTensor(environment, values, input.shape());
                    OrtSession.Result result = session.run(Map.of(inputName, fed))) {
                return outputs(result);
            }
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Tensor> outputs(OrtSession.Result result) {
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        for (Map.Entry<String, OnnxValue> entry : result) {
            OnnxTensor value = (OnnxTensor) entry.getValue();
            FloatBuffer buffer = value.getFloatBuffer();
            float[] values = new float[buffer.remaining()];
            buffer.get(values);
            outputs.put(entry.getKey(), Tensor.ofFloats(value.getInfo().getShape(), values));
        }
        return outputs;
    }
}
