package io.espalier.cli.bench;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.datasets.Batch;
import io.espalier.datasets.Targets;
import io.espalier.onnx.Graph;
import io.espalier.onnx.Shape;
import io.espalier.onnx.ShapeInference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.SplittableRandom;

/// A batch of noise in the form that a model takes: the time of a step does not depend on what the images show.
final class RandomImages {

    private RandomImages() {}

    /// Pixels from the standard normal distribution, labels uniform.
    ///
    /// @throws PipelineException.Permanent `MODEL_INVALID` if channels, height or width are not fixed
    static Batch batch(Graph graph, int size, long seed) {
        Shape input = graph.inputs().getFirst().shape();
        Shape logits =
                ShapeInference.infer(graph).get(graph.outputs().getFirst().name());
        if (input.rank() != 4
                || logits == null
                || logits.rank() != 2
                || !input.bound(size).isFixed()) {
            throw new PipelineException.Permanent(
                    ErrorCode.MODEL_INVALID,
                    "a measurement needs an image classifier with fixed channels, height and width, input is " + input);
        }
        long[] shape = input.bound(size).sizes();
        int classes = Math.toIntExact(logits.bound(size).sizes()[1]);
        SplittableRandom random = new SplittableRandom(seed);
        FloatBuffer images = ByteBuffer.allocateDirect(
                        Math.toIntExact((long) Float.BYTES * size * shape[1] * shape[2] * shape[3]))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        for (int i = 0; i < images.capacity(); i++) {
            images.put(i, (float) random.nextGaussian());
        }
        long[] labels = random.ints(size, 0, classes).asLongStream().toArray();
        return new Batch(images, new Targets.Labels(labels), size, (int) shape[1], (int) shape[2], (int) shape[3]);
    }
}
