package io.espalier.trainable;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The gradients of the latest backward pass, by name. They lie in memory as [MemoryOrder] says.
final class Gradients {

    /// Name of the gradient of all factors.
    static final String FACTORS = "block factors";

    private final PtNDManager manager;
    private final Map<String, PtNDArray> held = new LinkedHashMap<>();

    /// @param manager that they live in until the next pass
    Gradients(PtNDManager manager) {
        this.manager = manager;
    }

    /// Frees them.
    void clear() {
        held.values().forEach(NDArray::close);
        held.clear();
    }

    /// Computes and keeps `∂loss/∂p` of all parameters, and `∂loss/∂f` of the factors if there are some.
    ///
    /// @param step of the pass that computed the loss
    void compute(PtNDManager step, Evaluation evaluation, NDArray loss, GraphTensors tensors) {
        loss.setName("l");
        List<NDArray> arguments = new ArrayList<>(List.of(loss));
        arguments.addAll(tensors.weights());
        List<String> names = new ArrayList<>();
        tensors.parameters().forEach(parameter -> names.add(parameter.name()));
        String method = StepScript.GRADIENTS;
        if (tensors.factorCount() > 0) {
            arguments.add(tensors.factors());
            names.add(FACTORS);
            method = StepScript.GRADIENTS_OF;
        }
        keep(names, evaluation.call(step, method, arguments));
    }

    /// Makes the gradients of products with tiles those of weights and factors; not to be recorded.
    ///
    /// @return whether there are such products
    boolean factor(PtNDManager step, Evaluation evaluation, GraphTensors tensors) {
        Set<String> masked = tensors.masked();
        if (!masked.isEmpty()) {
            NDArray total = get(FACTORS);
            total.setName("t");
            List<NDArray> arguments = new ArrayList<>(List.of(total));
            masked.forEach(name -> arguments.add(tensors.parameter(name)));
            masked.forEach(name -> arguments.add(get(name)));
            arguments.addAll(tensors.repeatedFactors());
            evaluation.call(step, TileScript.FACTORED, arguments);
        }
        return !masked.isEmpty();
    }

    private void keep(List<String> names, NDList gradients) {
        for (int i = 0; i < names.size(); i++) {
            PtNDArray gradient = (PtNDArray) gradients.get(i);
            gradient.attach(manager);
            gradient.setName("g[]"); // DJL gathers arrays of this name into a list argument
            held.put(names.get(i), gradient);
        }
    }

    /// The parameters' gradients, for work whose results live as long as `step`; to be taken back before it ends.
    List<PtNDArray> lent(List<Parameter> parameters, PtNDManager step) {
        List<PtNDArray> lent =
                parameters.stream().map(parameter -> get(parameter.name())).toList();
        lent.forEach(gradient -> gradient.attach(step));
        return lent;
    }

    void takeBack() {
        held.values().forEach(gradient -> gradient.attach(manager));
    }

    /// @throws IllegalStateException before the first pass
    /// @throws IllegalArgumentException if there is none of this name
    PtNDArray get(String name) {
        PtNDArray gradient = held.get(name);
        if (gradient == null && held.isEmpty()) {
            throw new IllegalStateException("there is no gradient of '" + name + "' before a backward pass");
        }
        if (gradient == null) {
            throw new IllegalArgumentException("'" + name + "' is not one of " + held.keySet());
        }
        return gradient;
    }
}
