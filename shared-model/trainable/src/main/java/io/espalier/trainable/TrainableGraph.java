package io.espalier.trainable;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import io.espalier.datasets.Batch;
import io.espalier.datasets.Prediction;
import io.espalier.onnx.Graph;
import io.espalier.trainable.loss.Loss;
import io.espalier.trainable.loss.LossValue;
import io.espalier.trainable.loss.Teacher;
import io.espalier.trainable.script.Mode;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// An ONNX graph with its parameters in libtorch: evaluated, differentiated, trained and written back.
///
/// Values and gradients are float32. Not safe for use by several threads at once; several graphs may be used by one
/// thread each. The same values, batches and thread count give the same bits.
public final class TrainableGraph implements Teacher, AutoCloseable {

    private final PtNDManager manager = Torch.newManager();
    private final GraphTensors tensors;
    private final Evaluation evaluation;
    private final Gradients gradients = new Gradients(manager);
    private final Progress progress = new Progress();

    private TrainableGraph(Graph graph, GraphScript script, int threads) {
        this.tensors = new GraphTensors(manager, graph, script);
        this.evaluation = new Evaluation(manager, graph, script, tensors, threads);
    }

    /// Loads a graph into libtorch; all factors are 1.
    ///
    /// @param trainingForm as [io.espalier.onnx.TrainingForm] makes it, with one input
    /// @param factors      which parameters are multiplied by block factors
    /// @param threads      of libtorch for this graph, >= 1: part of what determines the bits
    /// @throws PipelineException.Permanent OPERATOR_UNSUPPORTED with all nodes that cannot be trained;
    ///     ENGINE_UNAVAILABLE if libtorch cannot be loaded
    /// @throws IllegalArgumentException if a block factor names what cannot be cut so
    public static TrainableGraph compile(Graph trainingForm, List<BlockFactor> factors, int threads) {
        return new TrainableGraph(trainingForm, GraphScript.of(trainingForm, factors), threads);
    }

    /// What training changes, in the order in which the nodes use it.
    public List<Parameter> parameters() {
        return tensors.parameters();
    }

    /// Values of a parameter or buffer, row-major; a parameter's without its factors.
    ///
    /// @throws IllegalArgumentException if there is none of this name
    public float[] read(String tensor) {
        return tensors.read(tensor);
    }

    /// Overwrites a parameter or buffer.
    ///
    /// @throws IllegalArgumentException if there is none of this name and number of elements
    public void write(String tensor, float[] values) {
        tensors.write(tensor, values);
    }

    /// Number of factors of all grids together.
    public int factorCount() {
        return tensors.factorCount();
    }

    /// Sets all factors: the grids one after the other in the order given to [#compile], each row-major.
    ///
    /// @throws IllegalArgumentException if their number is not [#factorCount]
    public void setFactors(float[] values) {
        if (values.length != factorCount()) {
            throw new IllegalArgumentException("there are " + factorCount() + " factors, got " + values.length);
        }
        if (values.length > 0) {
            tensors.setFactors(values);
        }
    }

    /// `∂loss/∂f` of the latest [#backward], in the order of [#setFactors].
    public float[] factorGradients() {
        return factorCount() == 0 ? new float[0] : gradient(Gradients.FACTORS);
    }

    /// `∂loss/∂w` of the latest [#backward], row-major; an optimizer's step may overwrite it.
    public float[] gradient(String parameter) {
        return evaluation.inStep(false, step -> gradients.get(parameter).toFloatArray());
    }

    /// Adds to the gradient of the latest [#backward]: a term of the loss that is differentiated outside the graph.
    ///
    /// @param added row-major, as many as the parameter has
    /// @throws IllegalArgumentException if there is no parameter of this name and number of elements
    public void addToGradient(String parameter, float[] added) {
        PtNDArray tensor = tensors.parameter(parameter);
        if (added.length != tensor.size()) {
            throw new IllegalArgumentException(
                    "'%s' has %d elements, got %d".formatted(parameter, tensor.size(), added.length));
        }
        evaluation.inStep(false, step -> gradients.get(parameter).addi(step.create(added, tensor.getShape())));
    }

    /// Evaluates in train mode, and replaces the gradients of all parameters and factors.
    ///
    /// Batch normalisation uses the batch's statistics and moves its running statistics.
    ///
    /// @throws PipelineException.Permanent TRAINING_DIVERGED if the loss is not finite
    public StepResult backward(Batch batch, Loss loss) {
        gradients.clear();
        evaluation.mask();
        StepResult result = evaluation.inStep(true, step -> {
            LossValue value = loss.of(evaluation.outputs(step, Mode.TRAIN, batch, 0), batch);
            double total = progress.requireFinite(value.total().getFloat());
            gradients.compute(step, evaluation, value.total(), tensors);
            return new StepResult(total, value.metrics());
        });
        evaluation.inStep(false, step -> gradients.factor(step, evaluation, tensors));
        return result;
    }

    /// Evaluates in eval mode: running statistics in place of the batch's.
    ///
    /// @return every output, in the graph's order
    @Override
    public List<Prediction> predictions(Batch batch) {
        evaluation.mask();
        return evaluation.inStep(
                false, step -> evaluation.outputs(step, Mode.EVAL, batch, 0).byName().entrySet().stream()
                        .map(output -> new Prediction(
                                output.getKey(),
                                output.getValue().getShape().getShape(),
                                output.getValue().toFloatArray()))
                        .toList());
    }

    /// Sets the running statistics of every batch normalisation to the mean over these batches of the batch mean and
    /// of the unbiased batch variance, with the present weights and factors. Nothing else changes.
    ///
    /// Source: `torch.optim.swa_utils.update_bn`, where momentum `None` lets the n-th batch weigh `1/n`.
    ///
    /// @param batches without any, the statistics stay as they are
    public void recalibrateBatchNorm(Iterable<Batch> batches) {
        evaluation.mask();
        int seen = 0;
        for (Batch batch : batches) {
            double weight = 1.0 / ++seen;
            evaluation.inStep(false, step -> evaluation
                    .outputs(step, Mode.RECALIBRATE, batch, weight)
                    .byName()
                    .size());
        }
    }

    /// The graph with its present values; weights with factors are multiplied by them, exactly `+0.0f` where `f = 0`.
    public Graph export() {
        return tensors.export();
    }

    /// Parameters, buffers and factors, bit for bit.
    public byte[] state() {
        return tensors.state(progress.updates());
    }

    /// @param state of a graph with the same parameters, buffers and factors
    /// @throws IllegalArgumentException if it is not
    public void restore(byte[] state) {
        progress.resume(tensors.restore(state));
    }

    /// Frees the memory of the parameters and of everything made for this graph, its optimizers' moments included.
    @Override
    public void close() {
        evaluation.close();
        manager.close();
    }

    /// Tensors with the lifetime of this graph.
    NamedTensors newTensors(String argument) {
        return new NamedTensors(manager, argument);
    }

    /// Tensors that live as long as this graph; constant from step to step.
    int heldTensors() {
        return manager.getManagedArrays().size();
    }

    /// Shapes of what training changes: parameters, then running statistics.
    Map<String, long[]> learned() {
        return tensors.learned();
    }

    /// Works on every tensor of [#learned], unrecorded; closes what it makes of them.
    void changeLearned(BiConsumer<String, NDArray> work) {
        evaluation.inStep(false, step -> {
            learned().keySet().forEach(name -> work.accept(name, tensors.get(name)));
            return step;
        });
    }

    /// Works on the gradients of all parameters, in place; what it makes of them lives for the call.
    void changeGradients(Consumer<List<PtNDArray>> work) {
        evaluation.inStep(false, step -> {
            work.accept(gradients.lent(parameters(), step));
            gradients.takeBack();
            return step;
        });
    }

    /// Applies a rule to every parameter with its gradient.
    void update(double learningRate, UpdateRule rule) {
        evaluation.inStep(false, step -> {
            gradients.lent(parameters(), step); // and what the rule makes of them
            for (Parameter parameter : parameters()) {
                rule.apply(parameter, tensors.parameter(parameter.name()), gradients.get(parameter.name()));
            }
            gradients.takeBack();
            return step;
        });
        moved(learningRate);
    }

    /// Calls one method of the script for each group of parameters, with their gradients and moments.
    void update(double learningRate, String method, List<ParameterGroup> groups) {
        evaluation.inStep(false, step -> groups.stream()
                .map(group -> evaluation.call(step, method, group.arguments(step, tensors, gradients)))
                .toList());
        moved(learningRate);
    }

    private void moved(double learningRate) {
        tensors.touch();
        progress.advance(learningRate);
    }
}
