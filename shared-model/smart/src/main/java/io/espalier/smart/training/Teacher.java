package io.espalier.smart.training;

import io.espalier.contracts.LossSpec;
import io.espalier.contracts.Task;
import io.espalier.datasets.Batch;
import io.espalier.datasets.Prediction;
import io.espalier.onnx.Graph;
import io.espalier.trainable.TrainableGraph;
import io.espalier.trainable.loss.Loss;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The loss of a phase, with the dense reference as its teacher when it distils.
final class Teacher implements AutoCloseable {

    private final @Nullable TrainableGraph graph;
    private final Loss loss;

    /// @param reference dense, in training form
    Teacher(Task task, LossSpec spec, Graph reference, int threads) {
        this.graph = spec.distils() ? TrainableGraph.compile(reference, List.of(), threads) : null;
        this.loss = Loss.of(task, spec, graph);
    }

    /// Outputs of the dense reference.
    ///
    /// @throws IllegalStateException if the loss does not distil: nothing is known of the reference then
    List<Prediction> predictions(Batch batch) {
        if (graph == null) {
            throw new IllegalStateException("only a loss that distils has a teacher");
        }
        return graph.predictions(batch);
    }

    Loss loss() {
        return loss;
    }

    @Override
    public void close() {
        if (graph != null) {
            graph.close();
        }
    }
}
