package io.espalier.runs;

import io.espalier.datasets.Batch;
import io.espalier.datasets.Prediction;
import io.espalier.onnx.Graph;
import io.espalier.onnx.TrainingForm;
import io.espalier.trainable.TrainableGraph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Whether a model computes the same where it is trained as where it will run.
public final class ForwardCheck {

    /// Allowed difference: this share of the value, and [#ABSOLUTE].
    public static final double RELATIVE = 1e-4;

    /// Allowed difference where values are tiny.
    public static final double ABSOLUTE = 1e-5;

    private ForwardCheck() {}

    /// One output of both sides.
    ///
    /// @param output     name in the graph
    /// @param shape      the batch first
    /// @param difference largest `|a − b|`
    /// @param tolerances largest `|a − b| / (1e-5 + 1e-4 |b|)`, `b` ONNX Runtime's; at most 1 if they are
    ///                   equal as far as float32 can tell
    public record Compared(String output, List<Long> shape, double difference, double tolerances) {

        public boolean isEqual() {
            return tolerances <= 1;
        }
    }

    /// Evaluates the training graph in evaluation mode and the file in ONNX Runtime.
    ///
    /// @param graph as read from the file
    /// @param file  bytes for ONNX Runtime
    /// @return one for each output, in the graph's order
    /// @throws io.espalier.contracts.PipelineException.Permanent `OPERATOR_UNSUPPORTED` with all that cannot
    ///     be trained, `MODEL_INVALID` if ONNX Runtime refuses the file
    public static List<Compared> of(Graph graph, byte[] file, List<Batch> batches, int threads) {
        List<Compared> compared = new ArrayList<>();
        try (TrainableGraph trainable = TrainableGraph.compile(TrainingForm.of(graph), List.of(), threads);
                OnnxNetwork network = OnnxNetwork.open(file, threads)) {
            for (Batch batch : batches) {
                List<Prediction> trained = trainable.predictions(batch);
                List<Prediction> expected = network.predictions(batch);
                for (int i = 0; i < expected.size(); i++) {
                    compared.add(compared(trained.get(i), expected.get(i)));
                }
            }
        }
        return compared;
    }

    /// A value that is not a number on one side, or an output of another shape, differs without bound.
    static Compared compared(Prediction trained, Prediction expected) {
        List<Long> shape = Arrays.stream(expected.shape()).boxed().toList();
        if (!Arrays.equals(trained.shape(), expected.shape())) {
            return new Compared(expected.output(), shape, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
        }
        double difference = 0;
        double tolerances = 0;
        for (int i = 0; i < expected.values().length; i++) {
            float a = trained.values()[i];
            float b = expected.values()[i];
            if (Float.compare(a, b) != 0) {
                double apart =
                        Float.isFinite(a) && Float.isFinite(b) ? Math.abs((double) a - b) : Double.POSITIVE_INFINITY;
                difference = Math.max(difference, apart);
                tolerances = Math.max(tolerances, apart / (ABSOLUTE + RELATIVE * Math.abs(b)));
            }
        }
        return new Compared(expected.output(), shape, difference, tolerances);
    }
}
