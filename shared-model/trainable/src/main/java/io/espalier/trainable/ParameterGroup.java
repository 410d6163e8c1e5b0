package io.espalier.trainable;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.ArrayList;
import java.util.List;

/// Parameters that one call of an update moves alike.
///
/// @param settings   of the update's method, `r` in [StepScript]
/// @param parameters that are moved, at least one
/// @param moments    the tensors that the optimizer keeps for them, in the same order
@SuppressWarnings("ArrayRecordComponent") // never compared
record ParameterGroup(float[] settings, List<Parameter> parameters, List<NDArray> moments) {

    /// Arguments of the update's method: settings, parameters, gradients, moments.
    List<NDArray> arguments(PtNDManager step, GraphTensors tensors, Gradients gradients) {
        NDArray r = step.create(settings);
        r.setName("r");
        List<NDArray> arguments = new ArrayList<>(List.of(r));
        parameters.forEach(parameter -> arguments.add(tensors.parameter(parameter.name())));
        parameters.forEach(parameter -> arguments.add(gradients.get(parameter.name())));
        arguments.addAll(moments);
        return arguments;
    }
}
