package io.espalier.trainable;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDManager;
import io.espalier.datasets.Batch;
import io.espalier.onnx.Graph;
import io.espalier.onnx.ValueInfo;
import io.espalier.trainable.loss.Outputs;
import io.espalier.trainable.script.Mode;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// A graph's script at work on its tensors.
final class Evaluation implements AutoCloseable {

    private final PtNDManager manager;
    private final List<String> names;
    private final GraphTensors tensors;
    private final int threads;
    private final ScriptModule module;

    /// @param threads of libtorch, >= 1
    Evaluation(PtNDManager manager, Graph graph, GraphScript script, GraphTensors tensors, int threads) {
        this.manager = manager;
        this.names = graph.outputs().stream().map(ValueInfo::name).toList();
        this.tensors = tensors;
        this.threads = threads;
        this.module = new ScriptModule(manager, script.text(), tensors.arguments());
    }

    /// Work in a manager of its own, which frees all that the work made.
    ///
    /// @param recording for the gradient
    <T> T inStep(boolean recording, Function<PtNDManager, T> work) {
        return Torch.run(threads, recording, () -> {
            try (PtNDManager step = (PtNDManager) manager.newSubManager()) {
                return work.apply(step);
            }
        });
    }

    /// Brings the products of weights and factors up to date, unrecorded. What changes weights or factors says so to
    /// [GraphTensors]; who evaluates asks for the products first.
    void mask() {
        inStep(false, step -> tensors.mask(step, module));
    }

    /// The graph's outputs for a batch.
    ///
    /// @param momentum weight of this batch's statistics, read by [Mode#RECALIBRATE] only
    Outputs outputs(PtNDManager step, Mode mode, Batch batch, double momentum) {
        NDList values = module.call(step, mode, batch, tensors.weights(), momentum);
        Map<String, NDArray> byName = new LinkedHashMap<>();
        for (int i = 0; i < values.size(); i++) {
            byName.put(names.get(i), values.get(i));
        }
        return new Outputs(byName);
    }

    /// Calls a method of the script.
    NDList call(PtNDManager step, String method, Collection<? extends NDArray> arguments) {
        return module.call(step, method, arguments);
    }

    @Override
    public void close() {
        module.close();
    }
}
