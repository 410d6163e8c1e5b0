package io.espalier.cli.sample;

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

/// Pixels from the standard normal distribution.
public final class RandomImages {

    private RandomImages() {}

    /// Images without labels.
    ///
    /// @throws PipelineException.Permanent `MODEL_INVALID` if channels, height or width are not fixed
    public static Batch unlabelled(Graph graph, int size, long seed) {
        long[] shape = shape(graph, size);
        return batch(pixels(shape, new SplittableRandom(seed)), new Targets.None(), shape);
    }

    /// Images with labels, uniform over the classes.
    ///
    /// @throws PipelineException.Permanent `MODEL_INVALID` if the graph is no classifier, or its images have no
    ///     fixed channels, height and width
    public static Batch labelled(Graph graph, int size, long seed) {
        long[] shape = shape(graph, size);
        Shape logits =
                ShapeInference.infer(graph).get(graph.outputs().getFirst().name());
        if (logits == null || logits.rank() != 2) {
            throw new PipelineException.Permanent(
                    ErrorCode.MODEL_INVALID, "an image classifier gives (batch, classes), this model " + logits);
        }
        int classes = Math.toIntExact(logits.bound(size).sizes()[1]);
        SplittableRandom random = new SplittableRandom(seed);
        FloatBuffer pixels = pixels(shape, random);
        long[] labels = random.ints(size, 0, classes).asLongStream().toArray();
        return batch(pixels, new Targets.Labels(labels), shape);
    }

    private static long[] shape(Graph graph, int size) {
        Shape input = graph.inputs().getFirst().shape();
        boolean fixed = input.rank() == 4
                && input.dim(1).isFixed()
                && input.dim(2).isFixed()
                && input.dim(3).isFixed();
        if (!fixed) {
            throw new PipelineException.Permanent(
                    ErrorCode.MODEL_INVALID,
                    "the input must be (batch, channels, height, width) with fixed extents, is " + input
                            + "; give them with --image HEIGHTxWIDTH");
        }
        return input.bound(size).sizes();
    }

    private static FloatBuffer pixels(long[] shape, SplittableRandom random) {
        long floats = shape[0] * shape[1] * shape[2] * shape[3];
        FloatBuffer pixels = ByteBuffer.allocateDirect(Math.toIntExact(Float.BYTES * floats))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        for (int i = 0; i < pixels.capacity(); i++) {
            pixels.put(i, (float) random.nextGaussian());
        }
        return pixels;
    }

    private static Batch batch(FloatBuffer pixels, Targets targets, long[] shape) {
        return new Batch(pixels, targets, (int) shape[0], (int) shape[1], (int) shape[2], (int) shape[3]);
    }
}
