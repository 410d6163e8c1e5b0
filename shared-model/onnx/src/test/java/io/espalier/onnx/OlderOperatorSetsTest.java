package io.espalier.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.espalier.contracts.PipelineException;
import io.espalier.onnx.op.Clip;
import io.espalier.onnx.op.Identity;
import io.espalier.onnx.op.Resize;
import io.espalier.onnx.proto.AttributeProto;
import io.espalier.onnx.proto.AttributeProto.AttributeType;
import io.espalier.onnx.proto.GraphProto;
import io.espalier.onnx.proto.ModelProto;
import io.espalier.onnx.proto.NodeProto;
import io.espalier.onnx.proto.TypeProto;
import io.espalier.onnx.proto.ValueInfoProto;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Attributes that became inputs: such files are read, and written as their operator set has them.
class OlderOperatorSetsTest {

    private record Case(String title, int opset, NodeProto node) {
        @Override
        public String toString() {
            return title;
        }

        /// One node from `x (2, 4, 6, 6)` to its outputs; `scales` is an initializer.
        byte[] file() {
            GraphProto.Builder graph = GraphProto.newBuilder().setName("old").addNode(node);
            graph.addInput(value("x", true));
            node.getOutputList().forEach(output -> graph.addOutput(value(output, false)));
            if (node.getInputList().contains("scales")) {
                float factor = title.contains("shrunk") ? 0.7f : 2;
                graph.addInitializer(
                        TensorCodec.write("scales", Tensor.ofFloats(new long[] {4}, 1, 1, factor, factor)));
            }
            ModelProto.Builder model = ModelProto.newBuilder().setIrVersion(4).setGraph(graph);
            model.addOpsetImportBuilder().setVersion(opset);
            return model.build().toByteArray();
        }

        private static ValueInfoProto value(String name, boolean shaped) {
            TypeProto.Tensor.Builder tensor = TypeProto.Tensor.newBuilder().setElemType(ElementType.FLOAT.code());
            for (long extent : shaped ? new long[] {2, 4, 6, 6} : new long[0]) {
                tensor.getShapeBuilder().addDimBuilder().setDimValue(extent);
            }
            return ValueInfoProto.newBuilder()
                    .setName(name)
                    .setType(TypeProto.newBuilder().setTensorType(tensor))
                    .build();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void computesTheSameAfterReadingAndWriting(Case example) {
        Map<String, Tensor> feeds = Map.of("x", Graphs.random(3, 2, 4, 6, 6));
        Map<String, Tensor> expected = OnnxRuntime.run(example.file(), feeds);
        Graph graph = OnnxFile.read(example.file());
        assertThat(OnnxRuntime.run(OnnxFile.write(graph), feeds)).isEqualTo(expected);
        assertThat(OnnxRuntime.run(OnnxFile.write(TrainingForm.of(graph)), feeds))
                .isEqualTo(expected);
        assertThat(ShapeInference.infer(graph).get("y"))
                .isEqualTo(Shape.of(Objects.requireNonNull(expected.get("y")).shape()));
    }

    /// What was lifted, written under an operator set that has its form, is the same function.
    @ParameterizedTest
    @MethodSource("resizes")
    void anOldResizeIsTheNewOneThatItIsReadAs(Case example) {
        Map<String, Tensor> feeds = Map.of("x", Graphs.random(3, 2, 4, 6, 6));
        Graph old = OnnxFile.read(example.file());
        Graph lifted =
                new Graph(old.name(), old.inputs(), old.outputs(), old.nodes(), old.initializers(), ModelHeader.of(13));
        assertThat(OnnxRuntime.run(OnnxFile.write(lifted), feeds)).isEqualTo(OnnxRuntime.run(example.file(), feeds));
    }

    static Stream<Case> resizes() {
        return cases().filter(example -> example.node.getInputList().contains("scales"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theFileKeepsItsForm(Case example) throws InvalidProtocolBufferException {
        Graph graph = OnnxFile.read(example.file());
        NodeProto written =
                ModelProto.parseFrom(OnnxFile.write(graph)).getGraph().getNode(0);
        assertThat(written.getOpType()).isEqualTo(example.node.getOpType());
        assertThat(written.getInputList()).isEqualTo(example.node.getInputList());
        assertThat(written.getAttributeList()).containsExactlyInAnyOrderElementsOf(example.node.getAttributeList());
        assertThat(OnnxFile.read(OnnxFile.write(graph))).isEqualTo(graph);
    }

    static Stream<Case> cases() {
        return Stream.of(
                of("slice 9", 9, node("Slice", ints("axes", 2, 3), ints("ends", 5, -1), ints("starts", 1, 0))),
                of("slice 9 without axes", 9, node("Slice", ints("ends", 1, 3), ints("starts", 0, 1))),
                of("clip 9", 9, node("Clip", real("max", 0.5f), real("min", -0.25f))),
                of("clip 10 above", 10, node("Clip", real("max", 0.5f))),
                of("pad 9", 9, node("Pad", ints("pads", 0, 0, 1, 2, 0, 0, 0, 1), real("value", 3))),
                of("pad 10 reflect", 10, node("Pad", text("mode", "reflect"), ints("pads", 0, 0, 1, 2, 0, 0, 0, 1))),
                of("dropout 9", 9, node("Dropout", real("ratio", 0.3f))),
                of("dropout 11", 11, node("Dropout", real("ratio", 0.3f))),
                of("unsqueeze 9", 9, node("Unsqueeze", ints("axes", 0, 3))),
                of("unsqueeze 12", 12, node("Unsqueeze", ints("axes", 1))),
                of("reduce sum 9", 9, node("ReduceSum", ints("axes", 1, 3), integer("keepdims", 0))),
                of("reduce mean 17", 17, node("ReduceMean", ints("axes", 2, 3))),
                of("reduce max 9 of all", 9, node("ReduceMax")),
                of("reduce l2 13", 13, node("ReduceL2", ints("axes", -1))),
                of("split 9", 9, two(node("Split", integer("axis", 1), ints("split", 1, 3)))),
                of("split 11 evenly", 11, two(node("Split", integer("axis", 2)))),
                of("upsample 9", 9, scaled("Upsample", "nearest")),
                of("upsample 9 linear", 9, scaled("Upsample", "linear")),
                of("resize 10", 10, scaled("Resize", "nearest")),
                of("resize 10 linear", 10, scaled("Resize", "linear")),
                of("resize 10 shrunk", 10, scaled("Resize", "nearest")),
                of("softmax 9", 9, node("Softmax", integer("axis", 2))),
                of("log softmax 9", 9, node("LogSoftmax", integer("axis", 1))),
                of("flatten 9", 9, node("Flatten", integer("axis", 2))));
    }

    private static Case of(String title, int opset, NodeProto.Builder node) {
        return new Case(title, opset, node.build());
    }

    private static NodeProto.Builder node(String type, AttributeProto... attributes) {
        return NodeProto.newBuilder()
                .setName("node")
                .setOpType(type)
                .addInput("x")
                .addOutput("y")
                .addAllAttribute(List.of(attributes));
    }

    private static NodeProto.Builder two(NodeProto.Builder node) {
        return node.addOutput("y2");
    }

    /// The mode is written if it is not the default.
    private static NodeProto.Builder scaled(String type, String mode) {
        NodeProto.Builder node = mode.equals("nearest") ? node(type) : node(type, text("mode", mode));
        return node.addInput("scales");
    }

    private static AttributeProto ints(String name, long... values) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder().setName(name).setType(AttributeType.INTS);
        for (long value : values) {
            attribute.addInts(value);
        }
        return attribute.build();
    }

    private static AttributeProto integer(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeType.INT)
                .setI(value)
                .build();
    }

    private static AttributeProto real(String name, float value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeType.FLOAT)
                .setF(value)
                .build();
    }

    private static AttributeProto text(String name, String value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(value))
                .build();
    }

    @Test
    void anAttributeOfTheOperatorSetAfterIsRefused() {
        byte[] file = new Case("", 13, node("Unsqueeze", ints("axes", 1)).build()).file();
        assertThatThrownBy(() -> OnnxFile.read(file))
                .isInstanceOf(PipelineException.Permanent.class)
                .hasMessageContaining("attribute 'axes' is not one of this operator's in operator set 13");
    }

    @Test
    void upsampleIsRefusedByNameOnceItIsGone() {
        byte[] file = new Case("", 10, scaled("Upsample", "nearest").build()).file();
        assertThatThrownBy(() -> OnnxFile.read(file)).hasMessageContaining("Upsample ('node')");
    }

    @Test
    void aResizeThatShrinksAndGrowsHasNoNewerForm() throws InvalidProtocolBufferException {
        byte[] file = new Case("", 10, scaled("Resize", "nearest").build()).file();
        ModelProto.Builder model = ModelProto.parseFrom(file).toBuilder();
        Tensor mixed = Tensor.ofFloats(new long[] {4}, 1, 1, 0.7f, 2);
        model.getGraphBuilder().setInitializer(0, TensorCodec.write("scales", mixed));
        assertThatThrownBy(() -> OnnxFile.read(model.build().toByteArray()))
                .hasMessageStartingWith("Resize 'node': scales must be all >= 1 or all <= 1");
    }

    @Test
    void scalesMayStandInANode() throws InvalidProtocolBufferException {
        byte[] file = new Case("shrunk", 10, scaled("Resize", "nearest").build()).file();
        ModelProto.Builder model = ModelProto.parseFrom(file).toBuilder();
        NodeProto.Builder constant =
                NodeProto.newBuilder().setOpType("Constant").addOutput("scales");
        constant.addAttribute(AttributeProto.newBuilder()
                .setName("value")
                .setType(AttributeType.TENSOR)
                .setT(model.getGraph().getInitializer(0)));
        model.getGraphBuilder().clearInitializer().addNode(0, constant);
        Graph graph = OnnxFile.read(model.build().toByteArray());
        assertThat(graph.nodes().get(1).operator())
                .isEqualTo(new Resize(Resize.Mode.NEAREST, Resize.Coordinates.ASYMMETRIC, Resize.Rounding.CEIL));
    }

    @Test
    void anOperatorOfALaterSetIsRefusedByName() {
        byte[] file = new Case("", 17, node("Gelu").build()).file();
        assertThatThrownBy(() -> OnnxFile.read(file)).hasMessageContaining("Gelu before operator set 20 ('node')");
        assertThatThrownBy(() -> OnnxRuntime.run(file, Map.of())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aNodeThatItsOperatorSetDoesNotHaveIsNotWritten() {
        Graph graph = Graphs.of(
                9,
                Shape.of(2, 4),
                new ValueInfo("y", ElementType.FLOAT, new Shape(List.of())),
                Map.of("low", Tensor.ofScalar(0f)),
                Graphs.node(new Identity(), "computed", "low"),
                Graphs.node(new Clip(), "y", "x", "computed"));
        assertThatThrownBy(() -> OnnxFile.write(graph))
                .hasMessageContaining("Clip 'y_node': its input 1 ('min') must be an initializer in operator set 9");
    }
}
