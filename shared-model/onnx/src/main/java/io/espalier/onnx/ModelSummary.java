package io.espalier.onnx;

import io.espalier.onnx.op.BatchNormalization;
import io.espalier.onnx.op.Resize;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a model file holds, for one image.
///
/// @param operators `op_type` and how often it occurs, as the file has them
/// @param inputs    with their shapes, symbols as the file names them
/// @param outputs   with the shapes that follow from the inputs'
/// @param layers    the nodes of the training form, in graph order
public record ModelSummary(
        int opset,
        NavigableMap<String, Integer> operators,
        List<ValueInfo> inputs,
        List<ValueInfo> outputs,
        List<Layer> layers) {

    /// @param name       of the node; of a nameless one, its first output
    /// @param output     shape of its first output
    /// @param parameters elements of its weights; a weight that two nodes share counts for the first
    /// @param macs       multiply-accumulates of its matrix product, 0 if it has none; null if they follow a
    ///                   size of images that the model leaves open
    public record Layer(
            String name,
            String operator,
            Shape output,
            long parameters,
            @Nullable Long macs) {}

    public ModelSummary {
        layers = List.copyOf(layers);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /// @param graph as read from a file
    /// @throws io.espalier.contracts.PipelineException.Permanent as [TrainingForm#of(Graph)]
    public static ModelSummary of(Graph graph) {
        NavigableMap<String, Integer> operators = new TreeMap<>();
        graph.nodes().forEach(node -> operators.merge(node.operator().type(), 1, Integer::sum));
        Graph form = TrainingForm.of(graph);
        Map<String, Shape> shapes = ShapeInference.infer(form);
        List<ValueInfo> outputs = form.outputs().stream()
                .map(output ->
                        new ValueInfo(output.name(), output.type(), Objects.requireNonNull(shapes.get(output.name()))))
                .toList();
        return new ModelSummary(graph.header().opset(), operators, graph.inputs(), outputs, layers(form));
    }

    private static List<Layer> layers(Graph form) {
        Map<String, Shape> shapes = ShapeInference.infer(ofOne(form));
        Set<String> counted = new HashSet<>();
        List<Layer> layers = new ArrayList<>();
        for (Node node : form.nodes()) {
            long parameters = 0;
            for (int position = 0; position < node.inputs().size(); position++) {
                String value = node.input(position);
                boolean isNew = isParameter(node, position, form) && counted.add(value);
                parameters += isNew ? form.constant(value).orElseThrow().size() : 0;
            }
            layers.add(new Layer(
                    node.name().isEmpty() ? node.output() : node.name(),
                    node.operator().type(),
                    Objects.requireNonNull(shapes.get(node.output())),
                    parameters,
                    Macs.of(node, shapes)));
        }
        return layers;
    }

    /// Its open batches are 1; sizes of images stay open.
    private static Graph ofOne(Graph form) {
        return new Graph(
                form.name(),
                form.inputs().stream()
                        .map(input -> new ValueInfo(
                                input.name(), input.type(), input.shape().boundBatch(1)))
                        .toList(),
                form.outputs(),
                form.nodes(),
                form.initializers(),
                form.header());
    }

    private static boolean isParameter(Node node, int position, Graph form) {
        boolean statistics = node.operator() instanceof BatchNormalization && position > 2;
        return !statistics
                && !(node.operator() instanceof Resize)
                && form.constant(node.input(position))
                        .filter(tensor -> tensor.type().isFloating() && tensor.rank() > 0)
                        .isPresent();
    }

    /// Elements of the floating constants that nodes read, as frameworks count them: without scalars, the running
    /// statistics of BatchNormalization and the scales of Resize. Which of them are trained is for training to say.
    public long parameters() {
        return layers.stream().mapToLong(Layer::parameters).sum();
    }

    /// Multiply-accumulates for one image; biases, normalisation and what else is done element by element do not count.
    ///
    /// @throws io.espalier.contracts.PipelineException.Permanent `MODEL_INVALID` unless [#isSized()]
    public long macs() {
        inputs.forEach(input -> input.shape().ofOneImage(input.name()));
        return layers.stream()
                .map(Layer::macs)
                .mapToLong(Objects::requireNonNull)
                .sum();
    }

    /// Whether no input leaves more open than its batch: what an image costs is known only then.
    public boolean isSized() {
        return inputs.stream().allMatch(input -> input.shape().boundBatch(1).isFixed());
    }
}
