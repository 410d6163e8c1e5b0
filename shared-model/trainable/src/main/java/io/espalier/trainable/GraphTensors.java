package io.espalier.trainable;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import io.espalier.onnx.Graph;
import io.espalier.onnx.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The tensors of a graph in libtorch: parameters, buffers, block factors and what never changes.
final class GraphTensors {

    private static final String STATE = "graph";
    private static final String FACTORS = "block factors";

    private final Graph graph;
    private final GraphScript script;
    private final List<Parameter> parameterList;
    private final NamedTensors parameters;
    private final NamedTensors masked;
    private final NamedTensors repeated;
    private final NamedTensors buffers;
    private final NamedTensors factors;
    private final NamedTensors fixed;
    private boolean maskedIsStale = true;

    /// The values of the graph's initializers; all factors are 1.
    GraphTensors(PtNDManager manager, Graph graph, GraphScript script) {
        this.graph = graph;
        this.script = script;
        this.parameterList = script.parameters().stream()
                .map(name -> Parameter.of(name, initial(name).shape()))
                .toList();
        this.parameters = new NamedTensors(manager, "p");
        this.masked = new NamedTensors(manager, "p");
        this.repeated = new NamedTensors(manager, "e");
        this.buffers = new NamedTensors(manager, "b");
        this.factors = new NamedTensors(manager, "f");
        this.fixed = new NamedTensors(manager, "k");
        script.parameters().forEach(name -> parameters.add(name, initial(name), true));
        TileScript.parameters(script.tiles()).forEach(name -> masked.add(name, initial(name), true));
        script.tiles().forEach(grid -> repeat(TileScript.repeated(grid)));
        script.buffers().forEach(name -> buffers.add(name, initial(name), false));
        if (script.factorCount() > 0) {
            float[] ones = new float[script.factorCount()];
            Arrays.fill(ones, 1f);
            factors.add(FACTORS, new long[] {ones.length}, ones, true);
        }
        script.fixed().forEach(tensor -> fixed.addFixed("k" + fixed.size(), tensor));
    }

    /// In the order of the script's arguments after `p`.
    List<NamedTensors> arguments() {
        return List.of(buffers, factors, fixed);
    }

    List<Parameter> parameters() {
        return parameterList;
    }

    PtNDArray parameter(String name) {
        return parameters.get(name);
    }

    /// The script's `p`: the parameters, those that [TileScript] multiplies as their products.
    List<PtNDArray> weights() {
        if (masked().isEmpty()) {
            return parameters.argument();
        }
        return parameterList.stream()
                .map(Parameter::name)
                .map(name -> masked.contains(name) ? masked.get(name) : parameters.get(name))
                .toList();
    }

    /// Names of what [TileScript] multiplies, in its order.
    Set<String> masked() {
        return masked.names();
    }

    /// Factors of [#masked] as [#mask] repeated them, in the same order.
    List<PtNDArray> repeatedFactors() {
        return repeated.argument();
    }

    /// Multiplies weights by their tiles' factors if one of them has changed; not to be recorded.
    ///
    /// @return whether there was something to do
    boolean mask(PtNDManager step, ScriptModule module) {
        boolean isDue = maskedIsStale && masked.size() > 0;
        if (isDue) {
            NDArray unread = step.create(new float[1]);
            unread.setName("s");
            List<NDArray> arguments = new ArrayList<>(List.of(unread, factors()));
            masked().forEach(name -> arguments.add(parameters.get(name)));
            arguments.addAll(masked.argument());
            arguments.addAll(repeatedFactors());
            module.call(step, TileScript.MASKED, arguments);
        }
        maskedIsStale = false;
        return isDue;
    }

    /// Parameters have changed.
    void touch() {
        maskedIsStale = true;
    }

    /// A parameter or buffer.
    PtNDArray get(String name) {
        return holding(name).get(name);
    }

    float[] read(String name) {
        return holding(name).read(name);
    }

    void write(String name, float[] values) {
        holding(name).write(name, values);
        touch();
    }

    void setFactors(float[] values) {
        factors.write(FACTORS, values);
        touch();
    }

    private NamedTensors holding(String name) {
        return parameters.contains(name) ? parameters : buffers;
    }

    /// All factors in one vector; there must be some.
    PtNDArray factors() {
        return factors.get(FACTORS);
    }

    int factorCount() {
        return script.factorCount();
    }

    /// Shapes of what training changes: parameters, then running statistics.
    Map<String, long[]> learned() {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        parameterList.forEach(parameter -> shapes.put(parameter.name(), parameter.shape()));
        script.running().forEach(name -> shapes.put(name, initial(name).shape()));
        return shapes;
    }

    /// The graph with the present values; weights with factors are multiplied by them.
    Graph export() {
        Map<String, Tensor> values = new LinkedHashMap<>();
        parameters
                .values()
                .forEach((name, value) ->
                        values.put(name, Tensor.ofFloats(initial(name).shape(), value)));
        float[] factor = factorCount() == 0 ? new float[0] : factors.read(FACTORS);
        FactorGrid.apply(script.grids(), values, factor);
        script.running()
                .forEach(name -> values.put(name, Tensor.ofFloats(initial(name).shape(), buffers.read(name))));
        return graph.withInitializers(values);
    }

    /// Parameters, buffers and factors, bit for bit.
    ///
    /// @param updates done, the step of the state
    byte[] state(long updates) {
        Map<String, float[]> tensors = new LinkedHashMap<>(parameters.values());
        tensors.putAll(buffers.values());
        tensors.putAll(factors.values());
        return new TensorState(STATE, updates, tensors).bytes();
    }

    /// @return the updates that the state had seen
    /// @throws IllegalArgumentException if it is of a graph with others
    long restore(byte[] state) {
        TensorState found = TensorState.parse(STATE, state);
        List.of(parameters, buffers, factors).forEach(tensors -> tensors.assign(found.tensors()));
        touch();
        return found.step();
    }

    private void repeat(long[] shape) {
        repeated.add("e" + repeated.size(), shape, new float[Math.toIntExact(FactorGrid.product(shape))], false);
    }

    private Tensor initial(String name) {
        return graph.constant(name).orElseThrow();
    }
}
