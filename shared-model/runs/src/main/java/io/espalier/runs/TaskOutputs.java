package io.espalier.runs;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.Task;
import io.espalier.datasets.ImageDataset;
import io.espalier.onnx.Dim;
import io.espalier.onnx.ElementType;
import io.espalier.onnx.Graph;
import io.espalier.onnx.Shape;
import io.espalier.onnx.ShapeInference;
import io.espalier.onnx.ValueInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a task asks of a model's inputs and outputs: of themselves, and beside the images of a data set.
final class TaskOutputs {

    private static final String BOXES = "boxes";
    private static final String SCORES = "scores";
    private static final String CLASSES = "the data set has %d classes";

    private TaskOutputs() {}

    /// @param graph in training form
    /// @throws PipelineException.Permanent `MODEL_INVALID`
    static void require(Task task, Graph graph) {
        requireImages(graph);
        Map<String, Shape> outputs = shapes(graph);
        outputs.forEach((name, shape) -> {
            if (shape.rank() > 0 && shape.dim(0).isFixed()) {
                throw invalid("output '%s' %s must have the batch as its first axis; export with a dynamic batch"
                        .formatted(name, shape));
            }
        });
        switch (task) {
            case IMAGE_CLASSIFICATION -> requireClassifier(outputs);
            case SEMANTIC_SEGMENTATION -> requireSegmenter(outputs);
            case OBJECT_DETECTION -> requireSamePoints(outputs);
            case REGRESSION -> requireReal(graph);
        }
    }

    private static void requireImages(Graph graph) {
        if (graph.inputs().size() != 1 || graph.outputs().isEmpty()) {
            throw invalid("a vision model must have one input and an output, has %d and %d"
                    .formatted(graph.inputs().size(), graph.outputs().size()));
        }
        ValueInfo input = graph.inputs().getFirst();
        if (input.shape().rank() != 4 || input.shape().dim(0).isFixed()) {
            throw invalid("input '%s' must be (batch, channels, height, width) with a batch of any size, is %s; %s"
                    .formatted(input.name(), input.shape(), "export with a dynamic batch dimension"));
        }
    }

    private static void requireClassifier(Map<String, Shape> outputs) {
        Shape logits = outputs.values().iterator().next();
        if (outputs.size() != 1 || logits.rank() != 2) {
            throw invalid("image-classification needs one output (batch, classes) of logits, the model has %s; %s"
                    .formatted(outputs, "set task to what the model does, or export only the logits"));
        }
    }

    private static void requireSegmenter(Map<String, Shape> outputs) {
        Shape logits = outputs.values().iterator().next();
        if (logits.rank() != 4) {
            throw invalid("semantic-segmentation needs logits (batch, classes, h, w) as first output, the model has %s"
                    .formatted(outputs));
        }
    }

    private static Shape requireRank3(Map<String, Shape> outputs, String name) {
        Shape shape = outputs.get(name);
        if (shape == null || shape.rank() != 3) {
            throw invalid(("object-detection needs outputs 'boxes' (batch, N, 4) in input pixels, x1 y1 x2 y2, and"
                            + " 'scores' (batch, N, classes) after the sigmoid, the model has %s; export it with its"
                            + " decoding and without non-maximum suppression")
                    .formatted(outputs));
        }
        return shape;
    }

    /// One box a row of scores. Extents that a run decides are compared when the images are known.
    private static void requireSamePoints(Map<String, Shape> outputs) {
        Shape boxes = requireRank3(outputs, BOXES);
        Shape scores = requireRank3(outputs, SCORES);
        if (boxes.dim(1).isFixed() && scores.dim(1).isFixed() && !boxes.dim(1).equals(scores.dim(1))) {
            throw invalid("'boxes' %s and 'scores' %s must have as many points on axis 1; export both unfiltered"
                    .formatted(boxes, scores));
        }
    }

    private static void requireReal(Graph graph) {
        List<String> others = graph.outputs().stream()
                .filter(output -> output.type() != ElementType.FLOAT)
                .map(ValueInfo::name)
                .toList();
        if (!others.isEmpty()) {
            throw invalid(
                    "regression compares outputs of real numbers, %s are not; export without them".formatted(others));
        }
    }

    /// @param graph in training form, [#require] holds
    /// @throws PipelineException.Permanent `DATASET_INVALID`
    static void requireFit(Task task, Graph graph, ImageDataset data) {
        Shape input = graph.inputs().getFirst().shape();
        String extent = "(%d, %d, %d)".formatted(data.channels(), data.height(), data.width());
        boolean takes = fits(input.dim(1), data.channels())
                && fits(input.dim(2), data.height())
                && fits(input.dim(3), data.width());
        if (!takes) {
            throw unfit(
                    "the model takes images %s, the data set has %s; data.preprocessing.resize brings them to a size"
                            .formatted(input, extent));
        }
        requireFit(task, shapes(Extents.of(graph, data)), data);
    }

    private static void requireFit(Task task, Map<String, Shape> outputs, ImageDataset data) {
        int classes = data.classNames().size();
        String first = outputs.keySet().iterator().next();
        switch (task) {
            case IMAGE_CLASSIFICATION -> requireAxis(outputs, first, 1, classes, CLASSES);
            case SEMANTIC_SEGMENTATION -> {
                requireAxis(outputs, first, 1, classes, CLASSES);
                requireAxis(outputs, first, 2, data.height(), "the masks have %d rows");
                requireAxis(outputs, first, 3, data.width(), "the masks have %d columns");
            }
            case OBJECT_DETECTION -> {
                requireSamePoints(outputs);
                requireAxis(outputs, BOXES, 2, 4, "a box has %d corner coordinates");
                requireAxis(outputs, SCORES, 2, classes, CLASSES);
            }
            case REGRESSION -> {} // judged by its own outputs
        }
    }

    private static void requireAxis(Map<String, Shape> outputs, String output, int axis, int extent, String needed) {
        Shape shape = outputs.getOrDefault(output, new Shape(List.of()));
        if (shape.rank() <= axis || !fits(shape.dim(axis), extent)) {
            throw unfit("the model gives %s %s, ".formatted(output, shape) + needed.formatted(extent));
        }
    }

    private static boolean fits(Dim dim, int extent) {
        return !dim.isFixed() || dim.size() == extent;
    }

    /// Of the outputs by name, in the graph's order.
    private static Map<String, Shape> shapes(Graph graph) {
        Map<String, Shape> inferred = ShapeInference.infer(graph);
        Map<String, Shape> outputs = new LinkedHashMap<>();
        graph.outputs()
                .forEach(output -> outputs.put(output.name(), inferred.getOrDefault(output.name(), output.shape())));
        return outputs;
    }

    private static PipelineException invalid(String message) {
        return new PipelineException.Permanent(ErrorCode.MODEL_INVALID, message);
    }

    private static PipelineException unfit(String message) {
        return new PipelineException.Permanent(ErrorCode.DATASET_INVALID, message);
    }
}
