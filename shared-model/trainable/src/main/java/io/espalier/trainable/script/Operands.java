package io.espalier.trainable.script;

import io.espalier.onnx.Dim;
import io.espalier.onnx.ElementType;
import io.espalier.onnx.Graph;
import io.espalier.onnx.Node;
import io.espalier.onnx.Shape;
import io.espalier.onnx.ShapeInference;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.op.Add;
import io.espalier.onnx.op.BatchNormalization;
import io.espalier.onnx.op.Conv;
import io.espalier.onnx.op.Mul;
import io.espalier.onnx.op.Sigmoid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How the values of a graph are written in its script: variables, parameters, buffers, and constants.
///
/// Every floating constant that is not a parameter is a buffer and stays as it is; constants of other types, and
/// tables that an expression needs, are the fixed tensors.
public final class Operands {

    /// An input that is left out.
    static final String NONE = "None";

    private final Graph graph;
    private final ValueFlow flow;
    private final LearnedConstants learned;
    private final Map<String, Integer> parameters = new LinkedHashMap<>();
    private final Map<String, Integer> buffers = new LinkedHashMap<>();
    private final Map<Tensor, Integer> fixed = new LinkedHashMap<>();
    private final Map<String, String> variables = new HashMap<>();
    private final Map<String, String> masked = new HashMap<>();
    private @Nullable Map<String, Shape> shapes;

    private Operands(Graph graph) {
        this.graph = graph;
        this.flow = ValueFlow.of(graph);
        this.learned = LearnedConstants.of(graph, flow);
        learned.names().forEach(name -> parameters.put(name, parameters.size()));
        graph.initializers().forEach((name, tensor) -> {
            if (tensor.type().isFloating() && !parameters.containsKey(name)) {
                buffers.put(name, buffers.size());
            }
        });
    }

    /// @throws io.espalier.contracts.PipelineException.Permanent OPERATOR_UNSUPPORTED if a weight is not FLOAT
    public static Operands of(Graph graph) {
        return new Operands(graph);
    }

    /// Names of the initializers that training changes, in the order of the nodes.
    public List<String> parameters() {
        return List.copyOf(parameters.keySet());
    }

    /// Names of the floating initializers that it does not change.
    public List<String> buffers() {
        return List.copyOf(buffers.keySet());
    }

    /// Tensors that expressions written so far refer to as `k[i]`.
    public List<Tensor> fixed() {
        return List.copyOf(fixed.keySet());
    }

    /// Whether this is a weight in `(out, in, …)` layout.
    public boolean isOutputMajorWeight(String name) {
        return learned.isOutputMajor(name);
    }

    /// From now on a parameter stands in expressions as this variable.
    public void mask(String parameter, String variable) {
        masked.put(parameter, variable);
    }

    /// The variable that holds a computed value.
    public String variable(String value) {
        return variables.computeIfAbsent(value, unseen -> "v" + variables.size());
    }

    /// The values that some expression written so far reads or assigns.
    public Set<String> mentioned() {
        return variables.keySet();
    }

    /// The element type of a value.
    public ElementType type(String value) {
        return flow.type(value);
    }

    /// Variables of a node's outputs, one too for an output that is left out.
    String variables(List<String> outputs) {
        return outputs.stream()
                .map(output -> output.isEmpty() ? "unused" : variable(output))
                .collect(Collectors.joining(", "));
    }

    boolean isRead(String value) {
        return !value.isEmpty() && flow.isRead(value);
    }

    /// The input of a node as an expression; `None` where it is left out.
    String input(Node node, int position) {
        String name = node.input(position);
        if (name.isEmpty()) {
            return NONE;
        }
        if (masked.containsKey(name)) {
            return masked.get(name);
        }
        if (parameters.containsKey(name)) {
            return "p[" + parameters.get(name) + "]";
        }
        if (buffers.containsKey(name)) {
            return "b[" + buffers.get(name) + "]";
        }
        return graph.constant(name).map(this::fixed).orElseGet(() -> variable(name));
    }

    /// A tensor that never changes as an expression; equal ones are stored once.
    public String fixed(Tensor tensor) {
        return "k[" + fixed.computeIfAbsent(tensor, unseen -> fixed.size()) + "]";
    }

    /// A constant input; empty if it is left out or computed.
    Optional<Tensor> known(Node node, int position) {
        return graph.constant(node.input(position));
    }

    /// A constant input; refused if it is computed while the model runs.
    Tensor constant(Node node, int position) {
        return known(node, position)
                .orElseThrow(() -> new UntrainableException(
                        "input " + position + " '" + node.input(position) + "' must be constant, but is computed"));
    }

    long[] longs(Node node, int position) {
        return constant(node, position).longs();
    }

    /// The axes that an optional input names; empty if it is left out.
    List<Long> axes(Node node, int position) {
        return node.hasInput(position)
                ? Arrays.stream(longs(node, position)).boxed().toList()
                : List.of();
    }

    /// The shape of a node's input, symbolic in the batch.
    Shape shape(Node node, int position) {
        return shape(node.input(position));
    }

    /// The shape of a node's first output.
    Shape result(Node node) {
        return shape(node.output());
    }

    private Shape shape(String name) {
        if (shapes == null) {
            shapes = ShapeInference.infer(graph);
        }
        Shape shape = shapes.get(name);
        if (shape == null) {
            throw new UntrainableException("the shape of '" + name + "' is not known");
        }
        return shape;
    }

    /// The number of elements along an axis of a node's input; refused if only the batch tells.
    long extent(Node node, int position, int axis) {
        return fixedExtent(shape(node, position).dim(axis));
    }

    long fixedExtent(Dim dim) {
        return switch (dim) {
            case Dim.Fixed known -> known.size();
            case Dim.Symbolic symbolic ->
                throw new UntrainableException("an extent must be fixed, was '" + symbolic.symbol() + "'");
        };
    }

    /// An extent as an expression: a number, or what the graph's input has along the axis of this symbol.
    String extent(Dim dim) {
        return switch (dim) {
            case Dim.Fixed known -> Long.toString(known.size());
            case Dim.Symbolic symbolic -> extentOf(symbolic.symbol());
        };
    }

    private String extentOf(String symbol) {
        int star = symbol.indexOf('*');
        boolean multiple = star > 0 && symbol.substring(0, star).chars().allMatch(Character::isDigit);
        String name = multiple ? symbol.substring(star + 1) : symbol;
        String input = graph.inputs().getFirst().name();
        int axis = graph.inputs().getFirst().shape().dims().indexOf(Dim.of(name));
        if (axis < 0) {
            throw new UntrainableException("extent '" + symbol + "' must be fixed, or the batch's");
        }
        String size = "torch.size(%s, %d)".formatted(variable(input), axis);
        return multiple ? "torch.mul(%s, %s)".formatted(size, symbol.substring(0, star)) : size;
    }

    String extents(Shape shape) {
        return Literal.list(shape.dims().stream().map(this::extent).toList());
    }

    /// Whether a node may write its result over this input: nothing else reads it, and the gradient of what computed it
    /// does not need it. Saves a pass over fresh memory, and the memory.
    boolean isExpendable(Node node, int position) {
        String value = node.input(position);
        return flow.isReadOnce(value)
                && flow.producer(value)
                        .map(Node::operator)
                        .filter(made ->
                                made instanceof Conv || made instanceof BatchNormalization || made instanceof Add)
                        .isPresent();
    }

    /// The `x` of a node that computes `x · sigmoid(x)`, as an expression.
    Optional<String> gated(Node product) {
        if (!(product.operator() instanceof Mul)) {
            return Optional.empty();
        }
        List<String> found = new ArrayList<>();
        for (int gate = 0; gate < 2; gate++) {
            String x = product.input(1 - gate);
            flow.producer(product.input(gate))
                    .filter(node ->
                            node.operator() instanceof Sigmoid && node.input(0).equals(x))
                    .ifPresent(node -> found.add(input(node, 0)));
        }
        return found.stream().findFirst();
    }
}
