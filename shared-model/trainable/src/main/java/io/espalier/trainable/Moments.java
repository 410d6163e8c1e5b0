package io.espalier.trainable;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.List;

/// The tensors that an optimizer keeps, one a parameter and slot, zero at the start.
final class Moments {

    private final String kind;
    private final NamedTensors tensors;
    private final List<Parameter> parameters;

    /// @param kind  of the optimizer; a state of another kind is refused
    /// @param slots what is kept for each parameter
    Moments(TrainableGraph graph, String kind, String... slots) {
        this.kind = kind;
        this.tensors = graph.newTensors("moments");
        this.parameters = graph.parameters();
        for (String slot : slots) {
            for (Parameter parameter : parameters) {
                tensors.add(key(slot, parameter), parameter.shape(), new float[parameter.size()], false);
            }
        }
    }

    /// The parameter's tensor of a slot, with the lifetime of the graph.
    NDArray of(String slot, Parameter parameter) {
        return tensors.get(key(slot, parameter));
    }

    byte[] state(long step) {
        return new TensorState(kind, step, new LinkedHashMap<>(tensors.values())).bytes();
    }

    /// @return the step count of the state
    long restore(byte[] bytes) {
        TensorState state = TensorState.parse(kind, bytes);
        tensors.assign(state.tensors());
        return state.step();
    }

    private static String key(String slot, Parameter parameter) {
        return slot + ":" + parameter.name();
    }
}
