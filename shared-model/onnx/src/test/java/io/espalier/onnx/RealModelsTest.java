package io.espalier.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.onnx.op.Pad;
import io.espalier.onnx.op.Scaffold;
import io.espalier.onnx.op.Slice;
import io.espalier.onnx.proto.AttributeProto;
import io.espalier.onnx.proto.ModelProto;
import io.espalier.onnx.proto.NodeProto;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The models that people push, against ONNX Runtime.
class RealModelsTest {

    /// Folding changes no arithmetic of float32 layers; ONNX Runtime may add in another order.
    private static final double TOLERANCE = 1e-5;

    @ParameterizedTest
    @ValueSource(strings = {"resnet20-cifar10", "resnet20-cifar10-bn-folded", "resnet18", "mobilenet_v2"})
    void trainingFormComputesTheSameFunction(String name) throws IOException {
        byte[] file = SharedModels.read(name);
        Graph graph = TrainingForm.of(OnnxFile.read(file));
        byte[] written = OnnxFile.write(graph);
        ValueInfo input = graph.inputs().get(0);
        for (long batch : new long[] {1, 3}) {
            Map<String, Tensor> feeds = Map.of(
                    input.name(),
                    Graphs.random(batch, input.shape().bound(batch).sizes()));
            Tensor expected = OnnxRuntime.run(file, feeds).values().iterator().next();
            Tensor actual = OnnxRuntime.run(written, feeds).values().iterator().next();
            assertThat(actual.shape()).isEqualTo(expected.shape());
            assertThat(relativeError(actual.floats(), expected.floats())).isLessThanOrEqualTo(TOLERANCE);
        }
    }

    private static Shape bound(Map<String, Shape> shapes, String value, long batch) {
        return Objects.requireNonNull(shapes.get(value), value).bound(batch);
    }

    private static double relativeError(float[] actual, float[] expected) {
        double largest = 0;
        double error = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs((double) expected[i]));
            error = Math.max(error, Math.abs(actual[i] - (double) expected[i]));
        }
        return error / largest;
    }

    @ParameterizedTest
    @ValueSource(strings = {"resnet20-cifar10", "resnet20-cifar10-bn-folded", "resnet18", "mobilenet_v2"})
    void inferredShapesAreThoseOfARun(String name) throws IOException {
        byte[] file = SharedModels.read(name);
        Graph graph = OnnxFile.read(file);
        Map<String, Shape> inferred = ShapeInference.infer(graph);
        ValueInfo input = graph.inputs().get(0);
        byte[] showingAll = Graphs.showingAll(file);
        for (long batch : new long[] {1, 3}) {
            Tensor x = Graphs.random(batch, input.shape().bound(batch).sizes());
            OnnxRuntime.run(showingAll, Map.of(input.name(), x))
                    .forEach((value, tensor) ->
                            assertThat(bound(inferred, value, batch)).as(value).isEqualTo(Shape.of(tensor.shape())));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"resnet20-cifar10", "resnet20-cifar10-bn-folded", "resnet18", "mobilenet_v2"})
    void writingWhatWasReadKeepsTheMessage(String name) throws IOException {
        byte[] file = SharedModels.read(name);
        ModelProto before = ModelProto.parseFrom(file);
        ModelProto after = ModelProto.parseFrom(OnnxFile.write(OnnxFile.read(file)));
        // As a boolean: the message would hold every weight.
        assertThat(withoutNodes(after).equals(withoutNodes(before))).isTrue();
        assertThat(after.getGraph().getNodeCount()).isEqualTo(before.getGraph().getNodeCount());
        for (int i = 0; i < before.getGraph().getNodeCount(); i++) {
            assertSame(after.getGraph().getNode(i), before.getGraph().getNode(i));
        }
    }

    private static ModelProto withoutNodes(ModelProto model) {
        ModelProto.Builder builder = model.toBuilder();
        builder.getGraphBuilder().clearNode();
        return builder.build();
    }

    /// Equal but for attributes that one of them leaves at the specification's default.
    private static void assertSame(NodeProto after, NodeProto before) {
        Map<String, AttributeProto> left = attributes(after);
        Map<String, AttributeProto> right = attributes(before);
        assertThat(after.toBuilder().clearAttribute().build())
                .isEqualTo(before.toBuilder().clearAttribute().build());
        assertThat(left).as(before.getName()).isEqualTo(right);
    }

    private static Map<String, AttributeProto> attributes(NodeProto node) {
        Map<String, AttributeProto> attributes = new HashMap<>();
        for (AttributeProto attribute : node.getAttributeList()) {
            if (!isDefault(attribute) && !isDefaultAxis(node, attribute)) {
                attributes.put(attribute.getName(), attribute);
            }
        }
        return attributes;
    }

    private static boolean isDefaultAxis(NodeProto node, AttributeProto attribute) {
        long byDefault = node.getOpType().equals("Flatten") ? 1 : 0;
        boolean hasDefault = byDefault == 1 || node.getOpType().equals("Gather");
        return hasDefault && attribute.getName().equals("axis") && attribute.getI() == byDefault;
    }

    /// The defaults of ONNX's operators, for the attributes that occur in these files.
    private static boolean isDefault(AttributeProto attribute) {
        return switch (attribute.getName()) {
            case "group" -> attribute.getI() == 1;
            case "dilations" -> attribute.getIntsList().stream().allMatch(i -> i == 1);
            case "epsilon" -> attribute.getF() == 1e-5f;
            case "momentum" -> attribute.getF() == 0.9f;
            case "alpha", "beta" -> attribute.getF() == 1f;
            case "training_mode", "ceil_mode", "allowzero" -> attribute.getI() == 0;
            case "mode" -> attribute.getS().toStringUtf8().equals("constant");
            default -> false;
        };
    }

    @Test
    void theShortcutOfResNet20FoldsToSliceAndPad() throws IOException {
        Graph graph = TrainingForm.of(OnnxFile.read(SharedModels.read("resnet20-cifar10")));
        assertThat(graph.nodes()).noneMatch(node -> node.operator() instanceof Scaffold);
        List<Node> pads = graph.nodes().stream()
                .filter(node -> node.operator() instanceof Pad && node.name().contains("shortcut"))
                .toList();
        assertThat(pads).hasSize(2).allSatisfy(pad -> {
            assertThat(graph.producer(pad.input(0)).orElseThrow().operator()).isInstanceOf(Slice.class);
            assertThat(graph.constant(pad.input(1))).isPresent();
        });
        Tensor first = graph.constant(pads.get(0).input(1)).orElseThrow();
        assertThat(first.longs()).containsExactly(0, 8, 0, 0, 0, 8, 0, 0);
    }

    @Test
    void theReshapeOfResNet20GetsAConstantTarget() throws IOException {
        Graph graph = TrainingForm.of(OnnxFile.read(SharedModels.read("resnet20-cifar10")));
        Node reshape = graph.producer(graph.nodes().getLast().input(0)).orElseThrow();
        assertThat(graph.constant(reshape.input(1)).orElseThrow().longs()).containsExactly(0, 64);
        assertThat(ShapeInference.infer(graph).get("logits")).isEqualTo(Shape.of(Dim.of("batch"), Dim.of(10)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"resnet20-cifar10", "mobilenet_v2"})
    void trainingFormOfATrainingFormIsItself(String name) throws IOException {
        Graph once = TrainingForm.of(OnnxFile.read(SharedModels.read(name)));
        assertThat(TrainingForm.of(once).equals(once)).isTrue();
        assertThat(OnnxFile.read(OnnxFile.write(once)).equals(once)).isTrue();
    }
}
