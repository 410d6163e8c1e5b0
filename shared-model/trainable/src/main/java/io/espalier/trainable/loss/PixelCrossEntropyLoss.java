package io.espalier.trainable.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.datasets.Batch;
import io.espalier.datasets.Targets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// [SmoothedCrossEntropy] of the first output, logits `(n, classes, h, w)`, at every pixel of the masks that has a
/// label; metric `pixel-accuracy`, of these pixels. A batch without a labelled pixel has loss 0, gradient 0 and no
/// accuracy.
final class PixelCrossEntropyLoss implements Loss {

    private final SmoothedCrossEntropy function;
    private final Staging staging = new Staging();

    /// @param smoothing    ε in `[0, 1)`
    /// @param classWeights >= 0, one a class; empty = all 1
    PixelCrossEntropyLoss(double smoothing, List<Double> classWeights) {
        this.function = new SmoothedCrossEntropy(smoothing, classWeights, Targets.IGNORED);
    }

    @Override
    public LossValue of(Outputs outputs, Batch batch) {
        NDArray logits = outputs.first();
        byte[] masks = masks(batch, logits.getShape()).classes();
        new ClassRange(Math.toIntExact(logits.getShape().get(1))).require(labels(masks));
        long labelled = labels(masks).count();
        NDArray labels = staging.bytes(logits.getManager(), masks, pixels(logits.getShape()))
                .toType(DataType.INT64, false);
        NDArray total = function.of(logits, labels);
        return new LossValue(
                total, labelled == 0 ? Map.of() : Map.of("pixel-accuracy", correct(logits, labels) / labelled));
    }

    /// Number of pixels whose largest logit is the label's; an ignored one's never is.
    private static double correct(NDArray logits, NDArray labels) {
        NDArray chosen = logits.argMax(1).expandDims(1);
        return chosen.eq(labels).toType(DataType.INT64, false).sum().getLong();
    }

    private static LongStream labels(byte[] masks) {
        return IntStream.range(0, masks.length)
                .mapToLong(i -> Byte.toUnsignedLong(masks[i]))
                .filter(label -> label != Targets.IGNORED);
    }

    private static Shape pixels(Shape logits) {
        return new Shape(logits.get(0), 1, logits.get(2), logits.get(3));
    }

    private static Targets.Masks masks(Batch batch, Shape logits) {
        if (!(batch.targets() instanceof Targets.Masks masks)) {
            throw new IllegalStateException("the images have no masks, but "
                    + batch.targets().getClass().getSimpleName());
        }
        if (logits.dimension() != 4 || logits.get(2) != masks.height() || logits.get(3) != masks.width()) {
            throw new PipelineException.Permanent(
                    ErrorCode.DATASET_INVALID,
                    "masks are %d x %d pixels (height x width), but the first output has shape %s: resize the images to "
                                    .formatted(masks.height(), masks.width(), logits)
                            + "the network's input, and let its first output be logits of the same height and width");
        }
        return masks;
    }
}
