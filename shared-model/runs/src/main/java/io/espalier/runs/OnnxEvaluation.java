package io.espalier.runs;

import io.espalier.contracts.PipelineException;
import io.espalier.contracts.RunSpec;
import io.espalier.contracts.Task;
import io.espalier.datasets.Batch;
import io.espalier.datasets.EvaluationBatches;
import io.espalier.datasets.ImageDataset;
import io.espalier.metrics.Scores;
import io.espalier.onnx.Graph;
import io.espalier.onnx.OnnxFile;
import io.espalier.onnx.Shape;
import io.espalier.onnx.ShapeInference;
import io.espalier.onnx.ValueInfo;
import io.espalier.smart.training.Judge;
import io.espalier.smart.training.RunListener;
import java.util.LinkedHashMap;
import java.util.Map;

/// The task's metric of a file's bytes in ONNX Runtime, over all images of a split.
public final class OnnxEvaluation {

    private static final String PHASE = "accuracy";
    private static final int LARGEST_BATCH = 125;

    /// Floats of images and outputs that are held at once: 16 MiB.
    private static final long LARGEST_FLOATS = 1 << 22;

    private final ImageDataset images;
    private final RunSpec spec;
    private final byte[] source;
    private final RunListener listener;

    /// @param images   measured on all of them
    /// @param spec     task, preprocessing and thread count
    /// @param source   bytes of the pushed file, whose outputs are the target of `regression`; else not read
    /// @param listener hears phase `accuracy`
    public OnnxEvaluation(ImageDataset images, RunSpec spec, byte[] source, RunListener listener) {
        this.images = images;
        this.spec = spec;
        this.source = source;
        this.listener = listener;
    }

    /// @throws PipelineException.Permanent `MODEL_INVALID` if ONNX Runtime refuses the file
    public Scores of(byte[] model) {
        int threads = spec.reproducibility().threads();
        int batchSize = batchSize(OnnxFile.read(model), images);
        try (OnnxNetwork network = OnnxNetwork.open(model, threads)) {
            if (spec.task() != Task.REGRESSION) {
                return judged(network, network, batchSize);
            }
            try (OnnxNetwork reference = OnnxNetwork.open(source, threads)) {
                return judged(network, reference, batchSize);
            }
        }
    }

    private Scores judged(OnnxNetwork network, OnnxNetwork reference, int batchSize) {
        Judge judge = Judge.of(spec.task(), images.classNames(), reference);
        long seen = 0;
        for (Batch batch : new EvaluationBatches(images, spec.data().preprocessing(), batchSize)) {
            judge.add(network.predictions(batch), batch);
            seen += batch.size();
            if (seen < images.size()) {
                listener.progressed(new RunListener.Progress(PHASE, seen, images.size(), Map.of()));
            }
        }
        Scores scores = judge.scores();
        Map<String, Double> metrics = new LinkedHashMap<>(Judge.shown("", scores));
        metrics.put(PHASE, scores.value());
        listener.progressed(new RunListener.Progress(PHASE, images.size(), images.size(), metrics));
        return scores;
    }

    /// So many images that they and the outputs take 16 MiB, in `[1, 125]`.
    static int batchSize(Graph model, ImageDataset images) {
        long floats = (long) images.channels() * images.height() * images.width();
        Graph sized = Extents.of(model, images);
        Map<String, Shape> shapes = ShapeInference.infer(sized);
        for (ValueInfo output : sized.outputs()) {
            Shape shape = shapes.get(output.name());
            floats += shape == null || shape.rank() < 2 ? 0 : perImage(shape);
        }
        return Math.clamp(LARGEST_FLOATS / floats, 1, LARGEST_BATCH);
    }

    /// Of the axes behind the batch; an extent that only a run can tell counts as 1.
    private static long perImage(Shape shape) {
        return shape.dims().stream()
                .skip(1)
                .mapToLong(dim -> dim.isFixed() ? dim.size() : 1)
                .reduce(1, (a, b) -> a * b);
    }
}
