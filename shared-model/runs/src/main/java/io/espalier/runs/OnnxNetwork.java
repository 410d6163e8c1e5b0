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
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
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
    ///     not of numbers
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
        if (value instanceof OnnxTensor tensor) {
            return new Prediction(name, tensor.getInfo().getShape(), floats(name, tensor));
        }
        throw notNumeric(name, value);
    }

    /// Whole numbers and truth values as float32, as [io.espalier.trainable.TrainableGraph] gives them.
    private static float[] floats(String name, OnnxTensor tensor) {
        float[] values = new float[Math.toIntExact(tensor.getInfo().getNumElements())];
        switch (tensor.getInfo().type) {
            case FLOAT, FLOAT16, BFLOAT16 -> tensor.getFloatBuffer().get(values);
            case DOUBLE -> {
                DoubleBuffer doubles = tensor.getDoubleBuffer();
                fill(values, index -> (float) doubles.get(index));
            }
            case INT64 -> fill(values, tensor.getLongBuffer()::get);
            case INT32 -> fill(values, tensor.getIntBuffer()::get);
            case INT16 -> fill(values, tensor.getShortBuffer()::get);
            case INT8, BOOL -> fill(values, tensor.getByteBuffer()::get);
            case UINT8 -> {
                ByteBuffer bytes = tensor.getByteBuffer();
                fill(values, index -> bytes.get(index) & 0xff);
            }
            case STRING, UNKNOWN -> throw notNumeric(name, tensor);
        }
        return values;
    }

    private static void fill(float[] values, IntToFloat element) {
        for (int i = 0; i < values.length; i++) {
            values[i] = element.at(i);
        }
    }

    private interface IntToFloat {
        float at(int index);
    }

    private static PipelineException notNumeric(String name, OnnxValue value) {
        return new PipelineException.Permanent(
                ErrorCode.MODEL_INVALID, "output '%s' must be of numbers, is %s".formatted(name, value));
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
