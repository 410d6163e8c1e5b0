package io.espalier.torchscript.aten;

import io.espalier.onnx.Dim;
import io.espalier.onnx.ElementType;
import io.espalier.onnx.Graph;
import io.espalier.onnx.ModelHeader;
import io.espalier.onnx.Node;
import io.espalier.onnx.Shape;
import io.espalier.onnx.ShapeInference;
import io.espalier.onnx.Tensor;
import io.espalier.onnx.ValueInfo;
import io.espalier.onnx.op.Operator;
import io.espalier.torchscript.value.TensorLike.Stored;
import io.espalier.torchscript.value.TensorLike.Symbol;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/// Collects the nodes of a graph while a program runs; every new value gets its shape at once, because programs ask
/// for it.
public final class GraphBuilder {

    /// An optional input that is left out.
    public static final Symbol ABSENT = new Symbol("", Shape.of(new Dim[0]), ElementType.FLOAT);

    private final ValueInfo input;
    private final Map<Stored, String> parameters;
    private final Map<Stored, Symbol> stored = new HashMap<>();
    private final Map<String, Tensor> initializers = new LinkedHashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private String place = "";
    private int opset = 17;

    /// @param parameters the names that stored tensors get: their paths in the module tree
    public GraphBuilder(ValueInfo input, Map<Stored, String> parameters) {
        this.input = input;
        this.parameters = parameters;
        names.add(input.name());
        names.addAll(parameters.values());
    }

    public Symbol input() {
        return new Symbol(input.name(), input.shape(), input.type());
    }

    /// Path of the module whose method runs: the first part of the names of new nodes. Returns the one before.
    public String enter(String path) {
        String before = place;
        place = path;
        return before;
    }

    /// States that an operator needs at least this operator set.
    void requires(int operatorSet) {
        opset = Math.max(opset, operatorSet);
    }

    public Symbol stored(Stored tensor) {
        return stored.computeIfAbsent(tensor, key -> {
            String name = parameters.getOrDefault(key, "");
            return initializer(name.isEmpty() ? fresh("constant") : name, key.tensor());
        });
    }

    public Symbol constant(Tensor tensor) {
        return initializer(fresh("constant"), tensor);
    }

    /// A number as a scalar of a tensor's element type.
    Symbol scalar(double value, Symbol like) {
        return constant(like.type().isFloating() ? Tensor.ofScalar((float) value) : Tensor.ofScalar((long) value));
    }

    Symbol integers(long... values) {
        return constant(Tensor.ofVector(values));
    }

    private Symbol initializer(String name, Tensor tensor) {
        initializers.put(name, tensor);
        return new Symbol(name, Shape.of(tensor.shape()), tensor.type());
    }

    /// A node with one output of the element type of its first input.
    public Symbol node(Operator operator, Symbol... inputs) {
        return node(inputs[0].type(), operator, inputs);
    }

    public Symbol node(ElementType type, Operator operator, Symbol... inputs) {
        return nodes(1, type, operator, inputs).get(0);
    }

    /// A node whose output has a shape that the operands alone do not tell: it comes from the contents of one.
    Symbol node(Shape shape, Operator operator, Symbol... inputs) {
        Symbol output = node(operator, inputs);
        return new Symbol(output.name(), shape, output.type());
    }

    /// A node with several outputs.
    List<Symbol> nodes(int count, ElementType type, Operator operator, Symbol... inputs) {
        String name = fresh(operator.type());
        List<String> outputs = count == 1
                ? List.of(fresh(operator.type() + "_output"))
                : IntStream.range(0, count)
                        .mapToObj(i -> fresh(operator.type() + "_output"))
                        .toList();
        Node node = new Node(name, operator, read(inputs), outputs);
        nodes.add(node);
        Map<String, Shape> shapes = shapes(node, inputs);
        return outputs.stream()
                .map(output -> new Symbol(output, shapes.getOrDefault(output, ABSENT.shape()), type))
                .toList();
    }

    /// The names of what a node reads; optional inputs left out at the end are not written.
    private static List<String> read(Symbol... inputs) {
        int count = inputs.length;
        while (count > 0 && inputs[count - 1] == ABSENT) {
            count--;
        }
        return Arrays.stream(inputs, 0, count).map(Symbol::name).toList();
    }

    /// The shapes of one node's outputs: those of a graph that has nothing else.
    private Map<String, Shape> shapes(Node node, Symbol... operands) {
        Map<String, Tensor> constants = new LinkedHashMap<>();
        Map<String, ValueInfo> fed = new LinkedHashMap<>();
        for (Symbol operand : operands) {
            Tensor constant = initializers.get(operand.name());
            if (constant != null) {
                constants.put(operand.name(), constant);
            } else if (!operand.name().isEmpty()) {
                fed.put(operand.name(), new ValueInfo(operand.name(), operand.type(), operand.shape()));
            }
        }
        return ShapeInference.infer(
                new Graph("", List.copyOf(fed.values()), List.of(), List.of(node), constants, ModelHeader.of(opset)));
    }

    private String fresh(String kind) {
        String base = place.isEmpty() ? kind : place + "/" + kind;
        String name = base;
        for (int i = 1; !names.add(name); i++) {
            name = base + "_" + i;
        }
        return name;
    }

    /// The graph with these outputs, without nodes and constants that no output needs.
    public Graph finish(String graphName, Map<String, Symbol> outputs) {
        GraphOutputs named = new GraphOutputs(nodes, outputs);
        List<Node> kept = named.nodes();
        Set<String> read = new HashSet<>();
        kept.forEach(node -> read.addAll(node.inputs()));
        Map<String, Tensor> constants = new LinkedHashMap<>(initializers);
        constants.keySet().retainAll(read);
        return new Graph(graphName, List.of(input), named.infos(), kept, constants, ModelHeader.of(opset));
    }
}
