package io.espalier.onnx;

import static io.espalier.onnx.Graphs.node;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.espalier.onnx.op.Relu;
import io.espalier.onnx.proto.GraphProto;
import io.espalier.onnx.proto.ModelProto;
import io.espalier.onnx.proto.NodeProto;
import io.espalier.onnx.proto.TensorProto;
import io.espalier.onnx.proto.ValueInfoProto;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class OnnxFileTest {

    private static final byte[] TINY = OnnxFile.write(Graphs.tiny());

    @Test
    void readingWhatWasWrittenGivesTheGraphAgain() {
        assertThat(OnnxFile.read(TINY)).isEqualTo(Graphs.tiny());
        assertThat(OnnxFile.write(OnnxFile.read(TINY))).isEqualTo(TINY);
    }

    @Test
    void theHeaderIsKept() {
        Map<String, String> metadata = Map.of("classes", "cat,dog");
        ModelHeader header = new ModelHeader(
                8, Map.of("", 17, "ai.onnx.ml", 3), "us", "1.2", "io.test", 4, "doc", "graph", metadata);
        ValueInfo x = new ValueInfo("x", ElementType.FLOAT, Graphs.image(3, 4), "the image");
        ValueInfo y = new ValueInfo("y", ElementType.FLOAT, Graphs.image(3, 4), "");
        ValueInfo between = new ValueInfo("a", ElementType.FLOAT, Graphs.image(3, 4));
        List<Node> nodes = List.of(
                new Node("first", new Relu(), List.of("x"), List.of("a"), "line 1"), node(new Relu(), "y", "a"));
        Graph graph = new Graph("g", List.of(x), List.of(y), nodes, Map.of(), List.of(between), header);
        assertThat(OnnxFile.read(OnnxFile.write(graph))).isEqualTo(graph);
    }

    @Test
    void runsInOnnxRuntime() {
        Map<String, Tensor> outputs = OnnxRuntime.run(TINY, Map.of("x", Graphs.random(1, 2, 3, 8, 8)));
        assertThat(outputs).hasEntrySatisfying("logits", logits -> assertThat(logits.shape())
                .containsExactly(2, 2));
    }

    @Test
    void nodesInAnotherOrderAreSorted() {
        byte[] model = changed(graph -> {
            NodeProto first = graph.getNode(0);
            graph.removeNode(0).addNode(first);
        });
        assertThat(OnnxFile.read(model).nodes()).isEqualTo(Graphs.tiny().nodes());
    }

    @Test
    void anOutputWithoutShapeGetsTheInferredOne() {
        byte[] model = changed(graph -> graph.getOutputBuilder(0)
                .getTypeBuilder()
                .getTensorTypeBuilder()
                .clearShape());
        assertThat(OnnxFile.read(model).outputs().get(0).shape()).isEqualTo(Shape.of(Dim.of("batch"), Dim.of(2)));
    }

    @Test
    void openAndNegativeExtentsBecomeSymbols() {
        byte[] model = changed(graph -> {
            var shape = graph.getInputBuilder(0)
                    .getTypeBuilder()
                    .getTensorTypeBuilder()
                    .getShapeBuilder();
            shape.getDimBuilder(0).clearDimParam();
            shape.getDimBuilder(2).setDimValue(-1);
        });
        assertThat(OnnxFile.read(model).inputs().get(0).shape())
                .isEqualTo(Shape.of(Dim.of("x_0"), Dim.of(3), Dim.of("x_2"), Dim.of(8)));
    }

    @Test
    void initializersAmongTheInputsAreConstantsAndWrittenBackForOldFormats() {
        ModelProto.Builder model = parsed().setIrVersion(3);
        for (TensorProto tensor : parsed().getGraph().getInitializerList()) {
            model.getGraphBuilder().addInput(ValueInfoProto.newBuilder().setName(tensor.getName()));
        }
        Graph graph = OnnxFile.read(model.build().toByteArray());
        assertThat(graph.inputs()).hasSize(1);
        Map<String, Tensor> feeds = Map.of("x", Graphs.random(1, 2, 3, 8, 8));
        assertThat(OnnxRuntime.run(OnnxFile.write(graph), feeds)).isEqualTo(OnnxRuntime.run(TINY, feeds));
    }

    private static byte[] changed(Consumer<GraphProto.Builder> change) {
        ModelProto.Builder model = parsed();
        change.accept(model.getGraphBuilder());
        return model.build().toByteArray();
    }

    private static ModelProto.Builder parsed() {
        try {
            return ModelProto.parseFrom(TINY).toBuilder();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }
}
