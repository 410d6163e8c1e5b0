package io.espalier.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.onnx.proto.AttributeProto;
import io.espalier.onnx.proto.GraphProto;
import io.espalier.onnx.proto.ModelProto;
import io.espalier.onnx.proto.NodeProto;
import io.espalier.onnx.proto.TensorProto;
import io.espalier.onnx.proto.TypeProto;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Every way in which a file can be wrong, with the sentence that the user sees.
class RefusedModelsTest {

    private static final byte[] TINY = OnnxFile.write(Graphs.tiny());

    @Test
    void aFileCutOffAnywhereIsRefused() {
        for (int length = 0; length < TINY.length; length++) {
            PipelineException refusal = refusal(Arrays.copyOf(TINY, length));
            assertThat(refusal.code()).as("cut at %d", length).isIn(ErrorCode.MODEL_NOT_ONNX, ErrorCode.MODEL_INVALID);
        }
    }

    @Test
    void aFileWithAnyByteChangedIsReadOrRefused() {
        for (int i = 0; i < TINY.length; i++) {
            byte[] changed = TINY.clone();
            changed[i] ^= (byte) 0x55;
            try {
                TrainingForm.of(OnnxFile.read(changed));
            } catch (PipelineException.Permanent e) {
                assertThat(e.getMessage()).as("byte %d", i).isNotEmpty();
            }
        }
    }

    @Test
    void otherFilesAreRefused() {
        assertRefused(new byte[0], ErrorCode.MODEL_NOT_ONNX, "The file is empty");
        byte[] text = "model: resnet20-cifar10\n".getBytes(StandardCharsets.UTF_8);
        assertRefused(text, ErrorCode.MODEL_NOT_ONNX, "The file (24 bytes) is not an ONNX model, or it is cut off");
        byte[] zip = {'P', 'K', 3, 4, 20, 0, 0, 0, 8, 0};
        assertThat(refusal(zip).code()).isEqualTo(ErrorCode.MODEL_NOT_ONNX);
        byte[] headerOnly = ModelProto.newBuilder().setIrVersion(8).build().toByteArray();
        assertRefused(headerOnly, ErrorCode.MODEL_NOT_ONNX, "The file (2 bytes) has no graph");
    }

    @Test
    void unsupportedOperatorsAreListedAllAtOnce() {
        byte[] model = changed(graph -> graph.addNode(operator("NonMaxSuppression", "nms"))
                .addNode(operator("Einsum", "e1"))
                .addNode(operator("Einsum", "e2"))
                .addNode(operator("Relu", "mine").setDomain("com.example")));
        assertRefused(
                model,
                ErrorCode.OPERATOR_UNSUPPORTED,
                "Operators that are not supported: Einsum ('e1', 'e2'); NonMaxSuppression ('nms');"
                        + " com.example.Relu ('mine')");
    }

    @Test
    void onlyTenNodesOfAnUnsupportedOperatorAreNamed() {
        byte[] model = changed(graph -> {
            for (int node = 1; node <= 322; node++) {
                graph.addNode(operator("Einsum", "e" + node));
            }
        });
        assertRefused(
                model,
                ErrorCode.OPERATOR_UNSUPPORTED,
                "Operators that are not supported: Einsum ('e1', 'e2', 'e3', 'e4', 'e5', 'e6', 'e7', 'e8', 'e9', 'e10',"
                        + " … and 312 more)");
    }

    @Test
    void anInputWithoutSourceIsRefused() {
        assertRefused(
                changed(graph -> graph.getNodeBuilder(0).setInput(1, "conv.wieght")),
                ErrorCode.MODEL_INVALID,
                "Conv 'conv_node': input 1 'conv.wieght' is neither a graph input, an initializer nor the output of a"
                        + " node");
    }

    @Test
    void aMissingInitializerIsRefused() {
        assertRefused(
                changed(graph -> graph.removeInitializer(0)),
                ErrorCode.MODEL_INVALID,
                "Conv 'conv_node': input 1 'conv.weight' is neither");
    }

    @Test
    void aCycleIsRefused() {
        assertRefused(
                changed(graph -> graph.getNodeBuilder(0).setInput(0, "relu")),
                ErrorCode.MODEL_INVALID,
                "Conv 'conv_node': its input depends on its own output (a cycle)");
    }

    @Test
    void duplicateNamesAreRefused() {
        assertRefused(
                changed(graph -> graph.getNodeBuilder(2).setOutput(0, "bn")),
                ErrorCode.MODEL_INVALID,
                "Relu 'relu_node': output 'bn' is already computed by BatchNormalization 'bn_node'");
        assertRefused(
                changed(graph -> graph.getNodeBuilder(2).setOutput(0, "x")),
                ErrorCode.MODEL_INVALID,
                "Relu 'relu_node': output 'x' is already a graph input or initializer");
        assertRefused(
                changed(graph -> graph.addInitializer(graph.getInitializer(1))),
                ErrorCode.MODEL_INVALID,
                "The initializer 'bn.weight' is defined twice");
        assertRefused(
                changed(graph -> graph.addInput(graph.getInput(0))),
                ErrorCode.MODEL_INVALID,
                "The graph input 'x' is defined twice");
    }

    @Test
    void anOutputThatNothingComputesIsRefused() {
        assertRefused(
                changed(graph -> graph.getOutputBuilder(0).setName("logit")),
                ErrorCode.MODEL_INVALID,
                "The graph output 'logit' is neither");
        assertRefused(changed(GraphProto.Builder::clearOutput), ErrorCode.MODEL_INVALID, "The graph has no output");
    }

    @Test
    void wrongAttributesAreRefused() {
        assertRefused(
                attribute(integer("strange", 1)),
                ErrorCode.MODEL_INVALID,
                "Conv 'conv_node': attribute 'strange' is not one of this operator's in operator set 17");
        assertRefused(
                attribute(integer("auto_pad", 1)),
                ErrorCode.MODEL_INVALID,
                "Conv 'conv_node': attribute 'auto_pad' must be of type STRING, was INT");
        AttributeProto auto = AttributeProto.newBuilder()
                .setName("auto_pad")
                .setType(AttributeProto.AttributeType.STRING)
                .setS(ByteString.copyFromUtf8("SAME"))
                .build();
        assertRefused(
                attribute(auto),
                ErrorCode.MODEL_INVALID,
                "Conv 'conv_node': attribute 'auto_pad' must be NOTSET, VALID, SAME_UPPER or SAME_LOWER, was SAME");
        assertRefused(
                attribute(integer("group", 1L << 40)),
                ErrorCode.MODEL_INVALID,
                "Conv 'conv_node': attribute 'group' must be within 32 bits, was 1099511627776");
    }

    @Test
    void wrongTensorsAreRefused() {
        assertRefused(
                changed(graph -> graph.getInitializerBuilder(0).setDims(0, 5)),
                ErrorCode.MODEL_INVALID,
                "initializer 'conv.weight': a tensor of shape [5, 3, 3, 3] and type FLOAT must have 135 elements");
        assertRefused(
                changed(graph -> graph.getInitializerBuilder(0).setDims(0, 1L << 60)),
                ErrorCode.MODEL_INVALID,
                "initializer 'conv.weight': a tensor's shape must be >= 0 and hold fewer than 2^31 elements");
        assertRefused(
                changed(graph -> graph.getInitializerBuilder(0).setDataType(TensorProto.DataType.STRING_VALUE)),
                ErrorCode.MODEL_INVALID,
                "initializer 'conv.weight': element type STRING is not supported");
        assertRefused(
                changed(graph -> graph.getInitializerBuilder(0).setDataLocation(TensorProto.DataLocation.EXTERNAL)),
                ErrorCode.MODEL_INVALID,
                "initializer 'conv.weight': its data lie in another file; save the model with its weights inside");
    }

    @Test
    void otherOperatorSetsAreRefused() {
        for (int opset : new int[] {8, 23}) {
            ModelProto.Builder model = parsed();
            model.getOpsetImportBuilder(0).setVersion(opset);
            assertRefused(
                    model.build().toByteArray(),
                    ErrorCode.MODEL_INVALID,
                    "The model's operator set must be 9 to 22, was " + opset);
        }
    }

    @Test
    void anInputThatIsNoTensorIsRefused() {
        TypeProto sequence = TypeProto.newBuilder()
                .setSequenceType(TypeProto.Sequence.getDefaultInstance())
                .build();
        assertRefused(
                changed(graph -> graph.getInputBuilder(0).setType(sequence)),
                ErrorCode.MODEL_INVALID,
                "The graph input 'x' must be a tensor with element type and shape");
    }

    private static NodeProto.Builder operator(String type, String name) {
        return NodeProto.newBuilder()
                .setOpType(type)
                .setName(name)
                .addInput("x")
                .addOutput(name + "_out");
    }

    private static AttributeProto integer(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    private static byte[] attribute(AttributeProto attribute) {
        return changed(graph -> graph.getNodeBuilder(0).addAttribute(attribute));
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

    private static PipelineException refusal(byte[] file) {
        return catchThrowableOfType(PipelineException.class, () -> OnnxFile.read(file));
    }

    private static void assertRefused(byte[] file, ErrorCode code, String message) {
        PipelineException refusal = refusal(file);
        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal).hasMessageStartingWith(message);
    }
}
