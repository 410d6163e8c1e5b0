package io.espalier.runs;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.RunSpec;
import io.espalier.datasets.Batch;
import io.espalier.datasets.EvaluationBatches;
import io.espalier.datasets.ImageDataset;
import io.espalier.smart.training.RunListener;
import java.nio.FloatBuffer;
import java.util.Map;

/// Accuracy of a file's bytes in ONNX Runtime: what users will run, not what was trained.
public final class OnnxAccuracy {

    private static final int BATCH_SIZE = 125;

    private final ImageDataset images;
    private final RunSpec spec;
    private final RunListener listener;

    /// @param images   measured on all of them
    /// @param spec     preprocessing and thread count
    /// @param listener hears phase `accuracy`
    public OnnxAccuracy(ImageDataset images, RunSpec spec, RunListener listener) {
        this.images = images;
        this.spec = spec;
        this.listener = listener;
    }

    /// Share of the images whose largest logit is the label's, in `[0, 1]`; an image with a NaN logit is wrong.
    ///
    /// @throws PipelineException.Permanent `MODEL_INVALID` if ONNX Runtime refuses the file
    public double of(byte[] model) {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(spec.reproducibility().threads());
            options.setInterOpNumThreads(1);
            // Idle threads sleep: a stage shares its machine with others.
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            try (OrtSession session = OrtEnvironment.getEnvironment().createSession(model, options)) {
                return (double) correct(session) / images.size();
            }
        } catch (OrtException e) {
            throw new PipelineException.Permanent(
                    ErrorCode.MODEL_INVALID, "ONNX Runtime cannot run the model: " + e.getMessage(), e);
        }
    }

    private long correct(OrtSession session) throws OrtException {
        String input = session.getInputNames().iterator().next();
        long correct = 0;
        long seen = 0;
        for (Batch batch : new EvaluationBatches(images, spec.data().preprocessing(), BATCH_SIZE)) {
            long[] shape = {batch.size(), batch.channels(), batch.height(), batch.width()};
            try (OnnxTensor pixels = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), batch.images(), shape);
                    OrtSession.Result result = session.run(Map.of(input, pixels))) {
                correct += correct((OnnxTensor) result.get(0), batch);
            }
            seen += batch.size();
            listener.progressed(new RunListener.Progress(
                    "accuracy", seen, images.size(), Map.of("accuracy", (double) correct / seen)));
        }
        return correct;
    }

    private static long correct(OnnxTensor output, Batch batch) {
        FloatBuffer logits = output.getFloatBuffer();
        int classes = logits.remaining() / batch.size();
        long correct = 0;
        for (int image = 0; image < batch.size(); image++) {
            correct += largest(logits, image * classes, classes) == batch.labels()[image] ? 1 : 0;
        }
        return correct;
    }

    /// The class of the largest logit, the first of equal ones; -1, which no label is, if one of them is NaN.
    private static int largest(FloatBuffer logits, int offset, int classes) {
        int best = 0;
        for (int c = 0; c < classes; c++) {
            if (Float.isNaN(logits.get(offset + c))) {
                return -1;
            }
            best = logits.get(offset + c) > logits.get(offset + best) ? c : best;
        }
        return best;
    }
}
