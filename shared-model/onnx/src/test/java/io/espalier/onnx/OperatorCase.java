package io.espalier.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.espalier.onnx.op.Operator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// One operator that reads `x` and constants, held against ONNX Runtime.
record OperatorCase(String title, Graph graph) {

    static final Shape IMAGE = Graphs.image(4, 9);

    static OperatorCase one(String title, Operator operator, Tensor... further) {
        return one(Graphs.OPSET, title, IMAGE, operator, further);
    }

    static OperatorCase one(int opset, String title, Operator operator, Tensor... further) {
        return one(opset, title, IMAGE, operator, further);
    }

    static OperatorCase one(String title, Shape input, Operator operator, Tensor... further) {
        return one(Graphs.OPSET, title, input, operator, further);
    }

    static OperatorCase one(int opset, String title, Shape input, Operator operator, Tensor... further) {
        return several(opset, title, input, 1, operator, further);
    }

    /// @param outputs how many outputs the node has; the graph's is the first
    static OperatorCase several(
            int opset, String title, Shape input, int outputs, Operator operator, Tensor... further) {
        Map<String, Tensor> initializers = new LinkedHashMap<>();
        List<String> inputs = new ArrayList<>(List.of("x"));
        for (Tensor tensor : further) {
            inputs.add("c" + inputs.size());
            initializers.put(inputs.getLast(), tensor);
        }
        return of(opset, title, input, initializers, new Node("node", operator, inputs, names(outputs)));
    }

    static OperatorCase of(int opset, String title, Shape input, Map<String, Tensor> initializers, Node node) {
        List<ValueInfo> inputs = List.of(new ValueInfo("x", ElementType.FLOAT, input));
        ModelHeader header = ModelHeader.of(opset);
        Graph open = new Graph("test", inputs, List.of(), List.of(node), initializers, header);
        ElementType type = Objects.requireNonNull(ElementTypes.infer(open).get("y"));
        Shape shape = Objects.requireNonNull(ShapeInference.infer(open).get("y"));
        List<ValueInfo> outputs = List.of(new ValueInfo("y", type, shape));
        return new OperatorCase(title, new Graph("test", inputs, outputs, List.of(node), initializers, header));
    }

    private static List<String> names(int outputs) {
        List<String> names = new ArrayList<>(List.of("y"));
        for (int i = 1; i < outputs; i++) {
            names.add("y" + i);
        }
        return names;
    }

    void assertShapesAndTypesAreThoseOfARun() throws InvalidProtocolBufferException {
        Map<String, Shape> shapes = ShapeInference.infer(graph);
        Map<String, ElementType> types = ElementTypes.infer(graph);
        byte[] showingAll = Graphs.showingAll(OnnxFile.write(graph));
        for (long batch : new long[] {1, 3}) {
            Map<String, Tensor> run = OnnxRuntime.run(showingAll, feeds(batch));
            assertThat(run).hasSizeGreaterThanOrEqualTo(1);
            run.forEach((value, tensor) -> {
                Shape inferred = Objects.requireNonNull(shapes.get(value));
                assertThat(inferred.bound(batch)).as(value).isEqualTo(Shape.of(tensor.shape()));
                assertThat(types.get(value)).as(value).isEqualTo(tensor.type());
            });
        }
    }

    void assertTheTrainingFormGivesTheSameNumbers() {
        Map<String, Tensor> expected = OnnxRuntime.run(OnnxFile.write(graph), feeds(2));
        assertThat(OnnxRuntime.run(OnnxFile.write(TrainingForm.of(graph)), feeds(2)))
                .isEqualTo(expected);
    }

    private Map<String, Tensor> feeds(long batch) {
        return Map.of(
                "x",
                Graphs.random(batch, graph.inputs().get(0).shape().bound(batch).sizes()));
    }

    @Override
    public String toString() {
        return title;
    }
}
